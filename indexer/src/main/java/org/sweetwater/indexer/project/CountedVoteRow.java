package org.sweetwater.indexer.project;

import java.time.Instant;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** One vote that was counted, whether it still stands or not. */
public record CountedVoteRow(
    Hash32 ballotId, Address voter, Hash32 voteId, Choice choice, long power, Instant votedAt)
    implements Row.Fact {}
