/**
 * Experiment specifications: YAML as people write it, checked against a published JSON Schema, and
 * the canonical JSON whose hash goes on-chain.
 */
@NullMarked
package org.sweetwater.oracle.cradle.spec;

import org.jspecify.annotations.NullMarked;
