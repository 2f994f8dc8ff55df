package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.recount.ChainRecord;
import org.sweetwater.oracle.recount.MessageArchive;
import org.sweetwater.oracle.recount.Recount;
import org.sweetwater.oracle.recount.Report;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

/**
 * An election behind hubs over HTTP, with the oracle as it runs, a database and the real contracts.
 * Three members vote: two For, one Against. What becomes of a fourth vote, For, is up to the hub.
 */
final class LiedElection implements AutoCloseable {
  private static final long WINDOW = 600;

  /** The test account that proposes. */
  static final int AUTHOR = 20;

  private static final long STEP = 60;

  final FakeHub hub = new FakeHub(new Random(1));
  final FakeHttpHub http = new FakeHttpHub();
  final FakeHttpHub otherHttp = new FakeHttpHub();
  final Signed proposal;
  final Signed vote;
  private final Ground ground;
  private final Jdbi jdbi;
  private final MovableClock clock;
  private final NodeBallotChain chain;
  private final OutboxOnAnvil relay;
  private final Ballots oracle;
  private int missed;

  /** An open ballot. */
  LiedElection(Ground ground, Jdbi jdbi, MovableClock clock, HubLimits limits) {
    this.ground = ground;
    this.jdbi = jdbi;
    this.clock = clock;
    ground.reset();
    ground.send(List.of(ground.setTrack(track())));
    ground.pass(1);
    this.chain =
        new NodeBallotChain(ground.client, ground.ballot(), 0, BallotRevertPolicy.errors());
    this.relay = new OutboxOnAnvil(jdbi, ground);
    this.oracle = Ballots.open(parts(), limits);
    serve(http, (operation, data) -> {});
    serve(otherHttp, (operation, data) -> {});
    setClock();
    this.proposal = propose();
    this.vote = vote(13, 1);
  }

  private static SnapshotBallot.Track track() {
    return new SnapshotBallot.Track(
        BigInteger.valueOf(WINDOW),
        BigInteger.valueOf(2 * STEP),
        BigInteger.ZERO,
        BigInteger.ZERO,
        BigInteger.ONE,
        false,
        BigInteger.ZERO);
  }

  private Ballots.Parts parts() {
    BallotSettings settings =
        new BallotSettings(url(http), Optional.of(url(otherHttp)), 0, 100, Duration.ZERO);
    return new Ballots.Parts(
        settings,
        ground.deployment(),
        jdbi,
        ground.client,
        clock,
        new Random(2),
        new SimpleMeterRegistry());
  }

  private static URI url(FakeHttpHub http) {
    return URI.create(http.shown() + "/graphql");
  }

  private Signed propose() {
    TestSigner author = TestSigner.of(AUTHOR);
    Bytes data =
        CallData.of(
            NodeRegistry.FUNC_ADMITBYBALLOT,
            new org.web3j.abi.datatypes.Address(Ground.account(5_000).toUnsigned()));
    Hash32 salt = Hash32.fromUnsigned(BigInteger.valueOf(System.nanoTime()));
    CommittedCall call = new CommittedCall(ground.registry(), data, salt);
    Hash32 code = ground.client.codeAt(ground.registry(), BlockTag.LATEST).keccak();
    Hash32 action = call.action(ground.deployment().chainId(), ground.ballot(), code);
    long now = ground.time();
    ObjectNode message = author.proposal(call, action, now, now + WINDOW + 2 * STEP);
    message.put("snapshot", ground.client.blockNumber() - 1);
    return Signed.of(author, TestSigner.PROPOSAL, message);
  }

  /** Shows the proposal, waits until it is open, and shows the three honest votes. */
  void begin() {
    hub.show(proposal);
    rounds(2);
    hub.show(vote(10, 1));
    hub.show(vote(11, 1));
    hub.show(vote(12, 2));
  }

  Signed vote(int voter, int choice) {
    return Signed.vote(TestSigner.of(voter), proposal.id(), choice, ground.time());
  }

  Hash32 id() {
    return proposal.id();
  }

  /** How a hub answers: from {@link #hub}, with its data changed by operation. */
  void serve(FakeHttpHub server, BiConsumer<String, ObjectNode> change) {
    server.does(
        exchange -> {
          JsonNode request = JsonText.parse(server.requests().getLast());
          String operation = request.path("operationName").asText();
          HubSource.Query query =
              new HubSource.Query(
                  operation,
                  request.path("query").asText(),
                  (ObjectNode) request.path("variables"));
          ObjectNode data = (ObjectNode) hub.ask(query).data();
          change.accept(operation, data);
          ObjectNode answer = JsonNodeFactory.instance.objectNode();
          answer.set("data", data);
          FakeHttpHub.bytes(200, answer.toString().getBytes(UTF_8)).answer(exchange);
        });
  }

  /** Looks at the hub, decides, sends; a minute passes each time. */
  void rounds(int count) {
    for (int i = 0; i < count; i++) {
      try {
        oracle.readHub();
      } catch (RetryableException hubFailed) {
        // As the oracle's loop does: the chain's part goes on meanwhile.
        missed++;
      }
      oracle.advance();
      relay.run();
      ground.pass(STEP);
      setClock();
    }
  }

  /** Rounds until the chain's time is after this one, seconds since 1970. */
  void roundsUntilAfter(long time) {
    while (ground.time() <= time) {
      rounds(1);
    }
  }

  /** The last second in which votes may be dated. */
  long end() {
    return proposal.values().path("end").asLong();
  }

  /** The last second in which votes may be brought. */
  long countUntil() {
    return chain.ballot(id(), BallotChain.View.LATEST).countUntil();
  }

  /** Until the ballot is executed or rejected, or nothing can come of the proposal any more. */
  String finish() {
    return finish(id());
  }

  /** The same for a proposal that the hub shows instead. */
  String finish(Hash32 proposalId) {
    ProgressStore progress = new ProgressStore(jdbi, clock);
    for (int i = 0; i < 40; i++) {
      Optional<Stage> stage = progress.find(proposalId).map(Progress::stage);
      if (stage.filter(now -> now == Stage.DONE || now == Stage.REFUSED).isPresent()) {
        break;
      }
      rounds(1);
    }
    return progress.find(proposalId).map(found -> found.reason().code()).orElse("UNKNOWN");
  }

  /** For and against, as the contract has them. */
  List<Long> result() {
    BallotState.Tally tally = chain.ballot(id(), BallotChain.View.LATEST).tally();
    return List.of(tally.votesFor(), tally.votesAgainst());
  }

  /** Whether and how a ballot stands on the chain. */
  BallotStatus statusOf(Hash32 ballot) {
    return chain.ballot(ballot, BallotChain.View.LATEST).status();
  }

  /** How many looks at the hubs failed. */
  int missed() {
    return missed;
  }

  /** What the oracle says of a vote. */
  String verdict(Hash32 voteId) {
    return new VerdictStore(jdbi, clock).find(voteId).map(Reason::code).orElse("NONE");
  }

  Report recount() {
    return recount(archive());
  }

  MessageArchive archive() {
    return MessageArchive.read(jdbi, id());
  }

  Report recount(MessageArchive archive) {
    return Recount.of(id(), archive, ChainRecord.read(ground.client, ground.deployment()));
  }

  private void setClock() {
    clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(ground.time())));
  }

  @Override
  public void close() {
    oracle.close();
    http.close();
    otherHttp.close();
  }
}
