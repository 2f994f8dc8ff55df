package org.sweetwater.indexer.decode;

/** A log of our contracts whose topic no projection needs; it is kept raw. */
public record UnknownEvent() implements ContractEvent {}
