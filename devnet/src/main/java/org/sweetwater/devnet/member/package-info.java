/** What a member does with a wallet of their own: propose and vote, with a hub or without one. */
@NullMarked
package org.sweetwater.devnet.member;

import org.jspecify.annotations.NullMarked;
