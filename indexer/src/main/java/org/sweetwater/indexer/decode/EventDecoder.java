package org.sweetwater.indexer.decode;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/** Decodes the logs of one deployment's contracts. */
public final class EventDecoder {
  private final Map<Address, Map<Hash32, EventForm>> formsByContract;

  /** For the contracts at these addresses, which must differ. */
  public EventDecoder(Address registry, Address ballot, Address cradle, Address canary) {
    this.formsByContract =
        Map.of(
            registry, EventForm.REGISTRY,
            ballot, EventForm.BALLOT,
            cradle, EventForm.CRADLE,
            canary, EventForm.CANARY);
  }

  /**
   * What a log says; {@link UnknownEvent} when its first topic is none that we project.
   *
   * @throws MalformedLogException when topics or data are not of the form that the first topic
   *     promises
   * @throws IllegalArgumentException when the log is of another contract
   */
  public ContractEvent decode(LogEntry log) {
    Map<Hash32, EventForm> forms = formsByContract.get(log.address());
    if (forms == null) {
      throw new IllegalArgumentException(
          "log of %s: expected one of %s".formatted(log.address(), formsByContract.keySet()));
    }
    @Nullable EventForm form = log.topics().isEmpty() ? null : forms.get(log.topics().getFirst());
    return form == null ? new UnknownEvent() : read(form, log);
  }

  private static ContractEvent read(EventForm form, LogEntry log) {
    try {
      LogReader reader = new LogReader(log);
      ContractEvent event = form.read().apply(reader);
      reader.end();
      return event;
    } catch (IllegalArgumentException e) {
      throw new MalformedLogException(log, form.signature(), e);
    }
  }
}
