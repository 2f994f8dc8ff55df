/** The database schemas, one folder of Flyway migrations for each service. */
@NullMarked
package org.sweetwater.migrations;

import org.jspecify.annotations.NullMarked;
