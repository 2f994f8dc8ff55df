package org.sweetwater.indexer.decode;

/** What a vote says, in the order of the contract's numbers 1, 2 and 3. */
public enum Choice {
  FOR,
  AGAINST,
  ABSTAIN
}
