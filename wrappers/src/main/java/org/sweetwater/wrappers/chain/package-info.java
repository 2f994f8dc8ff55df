/** The chain over JSON-RPC: one thin client, typed answers, and errors that say what to do. */
@NullMarked
package org.sweetwater.wrappers.chain;

import org.jspecify.annotations.NullMarked;
