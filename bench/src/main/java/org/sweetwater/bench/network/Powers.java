package org.sweetwater.bench.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sweetwater.oracle.ContractsOnAnvil;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * Gives accounts a node's power in the real registry, by writing the checkpoints that the registry
 * itself would have written. Only anvil lets us; admitting 100,000 operators takes it years.
 *
 * <p>A {@code Checkpoints.Trace208} is an array: its length in its own slot, and in the slot of the
 * hash of that the checkpoint, the block in the low 48 bits and the value above them.
 */
public final class Powers {
  private static final int BATCH = 500;
  private static final JsonMapper JSON = new JsonMapper();
  private static final BigInteger ONE_SINCE_THE_FIRST_BLOCK = checkpoint(BigInteger.ONE);

  private final URI url;
  private final Address registry;
  private final BigInteger powerSlot;
  private final BigInteger totalSlot;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Write> writes = new ArrayList<>();

  private record Write(Hash32 slot, BigInteger value) {}

  private Powers(ContractsOnAnvil contracts, JsonNode layout) {
    this.url = contracts.anvil().url();
    this.registry = contracts.deployment().registry();
    this.powerSlot = slotOf(layout, "_power");
    this.totalSlot = slotOf(layout, "_total");
  }

  /** Gives each account one node's power at every block from the first on. */
  public static void give(ContractsOnAnvil contracts, List<Address> accounts)
      throws IOException, InterruptedException {
    Path artefact =
        Path.of(System.getProperty("contracts.dir", "contracts"))
            .resolve("out/NodeRegistry.sol/NodeRegistry.json");
    JsonNode layout = JSON.readTree(Files.readString(artefact)).at("/storageLayout/storage");
    Powers powers = new Powers(contracts, layout);
    for (Address account : accounts) {
      powers.trace(powers.traceOf(account), ONE_SINCE_THE_FIRST_BLOCK);
      powers.flushAt(BATCH);
    }
    BigInteger total = BigInteger.valueOf(accounts.size());
    powers.trace(Hash32.fromUnsigned(powers.totalSlot), checkpoint(total));
    powers.flushAt(1);
  }

  private static BigInteger checkpoint(BigInteger value) {
    return value.shiftLeft(48).or(BigInteger.ONE);
  }

  /** The slot of {@code _power[account]}. */
  private Hash32 traceOf(Address account) {
    byte[] key = new byte[2 * Hash32.LENGTH];
    System.arraycopy(account.toWord().bytes(), 0, key, 0, Hash32.LENGTH);
    System.arraycopy(Hash32.fromUnsigned(powerSlot).bytes(), 0, key, Hash32.LENGTH, Hash32.LENGTH);
    return Hash32.keccak(key);
  }

  private void trace(Hash32 slot, BigInteger checkpoint) {
    writes.add(new Write(slot, BigInteger.ONE));
    writes.add(new Write(Hash32.keccak(slot.bytes()), checkpoint));
  }

  private void flushAt(int size) throws IOException, InterruptedException {
    if (writes.size() < size) {
      return;
    }
    ArrayNode batch = JSON.createArrayNode();
    for (Write write : writes) {
      batch
          .addObject()
          .put("jsonrpc", "2.0")
          .put("id", batch.size())
          .put("method", "anvil_setStorageAt")
          .putArray("params")
          .add(registry.lowerHex())
          .add(write.slot().hex())
          .add(Hash32.fromUnsigned(write.value()).hex());
    }
    writes.clear();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(batch.toString()))
                .build(),
            BodyHandlers.ofString());
    for (JsonNode each : JSON.readTree(answer.body())) {
      if (!each.path("result").asBoolean()) {
        throw new IllegalStateException("anvil_setStorageAt failed: " + each);
      }
    }
  }

  private static BigInteger slotOf(JsonNode layout, String label) {
    for (JsonNode variable : layout) {
      if (variable.path("label").asText().equals(label)) {
        return new BigInteger(variable.path("slot").asText());
      }
    }
    throw new IllegalStateException("NodeRegistry's storage layout has no " + label);
  }
}
