/**
 * Typed configuration: one record per service, read from defaults, a YAML file and the environment.
 */
@NullMarked
package org.sweetwater.wrappers.config;

import org.jspecify.annotations.NullMarked;
