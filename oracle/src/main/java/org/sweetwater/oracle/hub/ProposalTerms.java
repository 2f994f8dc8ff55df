package org.sweetwater.oracle.hub;

import org.sweetwater.wrappers.Address;

/**
 * What a vote must know of its proposal.
 *
 * @param opens seconds since 1970, inclusive
 * @param closes seconds since 1970, inclusive
 * @param snapshot block number
 */
record ProposalTerms(Address author, long opens, long closes, long snapshot) {
  /** Both the signed time and the present must lie in the window. */
  boolean isOpen(long signedAt, long now) {
    return opens <= signedAt && signedAt <= closes && opens <= now && now <= closes;
  }
}
