package org.sweetwater.wrappers.chain;

import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * One event that a contract emitted.
 *
 * @param transactionIndex the transaction's place in its block, from 0
 * @param logIndex the event's place in its block, from 0, unique there
 * @param topics none to four; the first is the event's signature hash unless it is anonymous
 * @param data the ABI encoding of the fields that are not indexed
 */
public record LogEntry(
    BlockRef block,
    Hash32 transactionHash,
    int transactionIndex,
    int logIndex,
    Address address,
    List<Hash32> topics,
    Bytes data) {
  /** Copies the topics. */
  public LogEntry {
    topics = List.copyOf(topics);
  }
}
