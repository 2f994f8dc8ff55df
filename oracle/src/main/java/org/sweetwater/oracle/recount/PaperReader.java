package org.sweetwater.oracle.recount;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Keys;

/** Reads archived votes for one ballot; pure. */
public final class PaperReader {
  private static final int ETHEREUM_LENGTH = 42;

  private final Hash32 ballot;
  private final String space;
  private final Terms terms;
  private final Electorate electorate;

  /** For the votes on a ballot. */
  public PaperReader(Hash32 ballot, String space, Terms terms, Electorate electorate) {
    this.ballot = ballot;
    this.space = space;
    this.terms = terms;
    this.electorate = electorate;
  }

  /** Every vote once, with the best of its signatures, in the order given. */
  public List<Paper> readAll(Collection<ArchivedMessage> votes) {
    Map<Hash32, Paper> papers = new LinkedHashMap<>();
    for (ArchivedMessage vote : votes) {
      Paper paper = read(vote);
      papers.merge(
          paper.id(),
          paper,
          (known, other) -> other.flaws().size() < known.flaws().size() ? other : known);
    }
    return List.copyOf(papers.values());
  }

  /** One vote with one signature. */
  public Paper read(ArchivedMessage vote) {
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    Address voter = voter(vote, flaws);
    int choice = choice(vote.values().path("choice"), flaws);
    long timestamp = vote.number("timestamp");
    require(vote.text("space").equals(space), Flaw.SPACE, flaws);
    require(vote.flag("plainDomain"), Flaw.DOMAIN, flaws);
    require(vote.flag("currentTypes"), Flaw.TYPES, flaws);
    require(isForBallot(vote), Flaw.PROPOSAL, flaws);
    require(timestamp >= terms.start() && timestamp <= terms.end(), Flaw.DATE, flaws);
    require(electorate.power(voter) > 0, Flaw.POWER, flaws);
    Hash32 claimed = Hash32.parse(vote.text("id"));
    boolean isHashable = choice > 0 && vote.flag("plainDomain") && vote.flag("currentTypes");
    Hash32 id = isHashable ? TypedData.voteId(vote, choice) : claimed;
    if (isHashable) {
      require(id.equals(claimed), Flaw.ID, flaws);
      boolean isSigned =
          KeySignature.signer(id, vote.signature()).filter(voter::equals).isPresent();
      require(isSigned, Flaw.SIGNATURE, flaws);
    }
    return new Paper(id, voter, choice, timestamp, flaws);
  }

  /** The contract hashes the voter's address in EIP-55 form where the type has a string. */
  private static Address voter(ArchivedMessage vote, Set<Flaw> flaws) {
    String from = vote.text("from");
    if (from.length() != ETHEREUM_LENGTH) {
      flaws.add(Flaw.SENDER);
      return Address.ZERO;
    }
    require(
        vote.flag("fromIsAddress") || Keys.toChecksumAddress(from).equals(from),
        Flaw.SENDER,
        flaws);
    return Address.parse(from);
  }

  private static int choice(JsonNode choice, Set<Flaw> flaws) {
    long index = choice.path("index").path("value").asLong(0);
    if (index < 1 || index > 3) {
      flaws.add(Flaw.CHOICE);
      return 0;
    }
    return (int) index;
  }

  /** As bytes32 the case of the digits is not signed; as text it is. */
  private boolean isForBallot(ArchivedMessage vote) {
    String proposal = vote.text("proposal");
    return vote.flag("proposalIsBytes32")
        ? proposal.equalsIgnoreCase(ballot.hex())
        : proposal.equals(ballot.hex());
  }

  private static void require(boolean isMet, Flaw flaw, Set<Flaw> flaws) {
    if (!isMet) {
      flaws.add(flaw);
    }
  }
}
