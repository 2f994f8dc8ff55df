/** What every HTTP endpoint of ours needs: answers, work off the event loop, limits of requests. */
@NullMarked
package org.sweetwater.oracle.http;

import org.jspecify.annotations.NullMarked;
