package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.oracle.message.CompactSignature;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;
import org.web3j.crypto.StructuredDataEncoder;

/** Follows one counted vote through a running network and writes down what is there. */
final class VoteRecorder {
  /**
   * Where SnapshotBallot keeps its ballots, and a ballot its votes: {@code forge inspect …
   * storage-layout}.
   */
  private static final int RECORDS_SLOT = 3;

  private static final int VOTES_OFFSET = 7;
  private static final Duration COUNTED_MAX = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String ROW =
      """
      SELECT '0x' || encode(ballot_id, 'hex') AS ballot_id, '0x' || encode(voter, 'hex') AS voter,
        '0x' || encode(vote_id, 'hex') AS vote_id, choice, power::text AS power,
        to_char(voted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS voted_at,
        valid_from_block::text AS valid_from_block, '0x' || encode(block_hash, 'hex') AS block_hash,
        '0x' || encode(transaction_hash, 'hex') AS transaction_hash, log_index::text AS log_index
      FROM chain.vote WHERE vote_id = ? AND valid_until_block IS NULL
      """;

  private final TestNetwork test;
  private final IndexerApi indexer;
  private final HubMessages hub;

  VoteRecorder(TestNetwork test, IndexerApi indexer, HubMessages hub) {
    this.test = test;
    this.indexer = indexer;
    this.hub = hub;
  }

  /** Waits until the vote stands, and records it. */
  VoteRecord record(Hash32 ballot, String voteId) throws Exception {
    String question = question(voteId);
    JsonNode answer =
        Patience.await(
            "the recorded vote",
            COUNTED_MAX,
            () ->
                Optional.of(indexer.query(question, Map.of()))
                    .filter(data -> data.path("votes").size() == 1));
    JsonNode envelope = JSON.readTree(hub.pinned(voteId));
    Address voter = Address.parse(envelope.at("/data/message/from").asText());
    ObjectNode record = JSON.createObjectNode();
    record.put("chainId", network().deployment().chainId());
    record.put("ballot", network().deployment().ballot().checksummed());
    record.put("proposal", ballot.hex());
    record.put("voter", voter.checksummed());
    record.put("power", answer.at("/votes/0/power").asText());
    record.set("envelope", envelope);
    hashes(new VoteRecord(record), record.putObject("eip712"));
    signature(envelope, record.putObject("signature"));
    LogEntry log = log(ballot, answer.path("votes").path(0));
    record
        .putObject("transaction")
        .put("hash", log.transactionHash().hex())
        .put("input", inputOf(log.transactionHash()).hex());
    storage(ballot, voter, record.putObject("storage"));
    logOf(log, record.putObject("log"));
    record.set("row", row(voteId));
    record.putObject("graphql").put("query", question).set("answer", answer);
    return new VoteRecord(record);
  }

  private static String question(String voteId) {
    return "{ votes(where: { voteId: \"%s\" }) { voteId voter choice power timestamp blockNumber transactionHash logIndex } }"
        .formatted(voteId);
  }

  private Network network() {
    return test.network();
  }

  private static void hashes(VoteRecord record, ObjectNode hashes) throws IOException {
    StructuredDataEncoder encoder = new StructuredDataEncoder(record.typedData());
    Bytes structured = Bytes.of(encoder.getStructuredData());
    hashes.put("encodeType", encoder.encodeType("Vote"));
    hashes.put("typeHash", Hash32.of(encoder.typeHash("Vote")).hex());
    hashes.put("domainSeparator", structured.slice(2, 34).hex());
    hashes.put("structHash", structured.slice(34, 66).hex());
    hashes.put("digest", structured.keccak().hex());
  }

  private static void signature(JsonNode envelope, ObjectNode signature) {
    Hash32 digest = Hash32.parse(envelope.path("hash").asText());
    CompactSignature compact =
        Signatures.recover(digest, envelope.path("sig").asText()).orElseThrow().signature();
    signature.put("r", compact.r().hex()).put("vs", compact.vs().hex());
  }

  private LogEntry log(Hash32 ballot, JsonNode vote) {
    long block = vote.path("blockNumber").asLong();
    return network()
        .chain()
        .logsAbout(block, block, network().deployment().ballot(), ballot)
        .stream()
        .filter(log -> log.logIndex() == vote.path("logIndex").asInt())
        .findFirst()
        .orElseThrow();
  }

  private Bytes inputOf(Hash32 transaction) {
    return network().chain().transaction(transaction).orElseThrow().input();
  }

  private void storage(Hash32 ballot, Address voter, ObjectNode storage)
      throws IOException, InterruptedException {
    Hash32 slot = VoteProof.mappingSlot(ballot, BigInteger.valueOf(RECORDS_SLOT));
    Hash32 key =
        VoteProof.mappingSlot(
            voter.toWord(), slot.toUnsigned().add(BigInteger.valueOf(VOTES_OFFSET)));
    storage.put("recordsSlot", RECORDS_SLOT).put("ballotSlot", slot.hex());
    storage.put("votesOffset", VOTES_OFFSET).put("key", key.hex());
    storage.put("value", storageAt(key));
  }

  /** The services never read storage, so that the client has no such method. */
  private String storageAt(Hash32 key) throws IOException, InterruptedException {
    String question =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getStorageAt\",\"params\":[\"%s\",\"%s\",\"latest\"]}"
            .formatted(network().deployment().ballot().lowerHex(), key.hex());
    URI url = network().rpcUrl();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(url)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(question))
              .build();
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return JSON.readTree(body).path("result").asText();
    }
  }

  private static void logOf(LogEntry log, ObjectNode json) {
    json.put("blockNumber", log.block().number()).put("blockHash", log.block().hash().hex());
    json.put("transactionHash", log.transactionHash().hex()).put("logIndex", log.logIndex());
    log.topics().forEach(topic -> json.withArray("topics").add(topic.hex()));
    json.put("data", log.data().hex());
  }

  private JsonNode row(String voteId) throws SQLException {
    try (Connection connection = test.database();
        PreparedStatement query = connection.prepareStatement(ROW)) {
      query.setBytes(1, Hash32.parse(voteId).bytes());
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        ObjectNode row = JSON.createObjectNode();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.put(rows.getMetaData().getColumnLabel(i), rows.getString(i));
        }
        return row;
      }
    }
  }
}
