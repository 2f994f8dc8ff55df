package org.sweetwater.oracle.ballot;

import org.sweetwater.oracle.message.BallotVote;

/**
 * A vote that is to be counted.
 *
 * @param isByContract whether the voter's contract is to accept it (ERC-1271)
 * @param tries calls that carried it in vain
 */
record QueuedVote(BallotVote vote, boolean isByContract, int tries) {}
