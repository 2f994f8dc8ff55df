package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.sweetwater.oracle.ballot.HubSource.Query;
import org.sweetwater.wrappers.Hash32;

/**
 * The queries that we ask, within the limits of Snapshot's hub. Nested {@code space} and {@code
 * proposal} are never selected: the hub drops rows whose parent does not resolve by exact text.
 */
final class HubRequests {
  /** Rows of a list; the hub's own limit. */
  static final int LIST_MAX = 1_000;

  /** The hub's own limit. */
  static final int SKIP_MAX = 5_000;

  /** Ids in one filter; the hub's own limit. A hundred votes of the largest size are 5 MB. */
  private static final int VOTES_MAX = 100;

  /** A proposal may have 100,000 characters, so that twenty of them are at most 12 MB. */
  private static final int PROPOSALS_MAX = 20;

  private static final String LIST_PROPOSALS =
      """
      query Proposals($space: String!, $from: Int!, $first: Int!, $skip: Int!) {
        rows: proposals(where: {space: $space, created_gte: $from}, first: $first, skip: $skip,
          orderBy: "created", orderDirection: asc) { id created }
      }
      """;
  private static final String LIST_VOTES =
      """
      query Votes($proposal: String!, $from: Int!, $first: Int!, $skip: Int!) {
        rows: votes(where: {proposal: $proposal, created_gte: $from}, first: $first, skip: $skip,
          orderBy: "created", orderDirection: asc) { id created }
      }
      """;
  private static final String READ_PROPOSALS =
      """
      query SignedProposals($ids: [String!]!, $first: Int!) {
        rows: proposals(where: {id_in: $ids}, first: $first) {
          id author created type title body discussion choices labels start end snapshot plugins
          privacy app
        }
        messages(where: {id_in: $ids}, first: $first) { id address sig }
      }
      """;
  private static final String READ_VOTES =
      """
      query SignedVotes($ids: [String!]!, $first: Int!) {
        rows: votes(where: {id_in: $ids}, first: $first) {
          id voter created choice reason app metadata
        }
        messages(where: {id_in: $ids}, first: $first) { id address sig }
      }
      """;

  private final HubSpace space;
  private final int pageRows;

  /** With pages of {@link #LIST_MAX} rows. */
  HubRequests(HubSpace space) {
    this(space, LIST_MAX);
  }

  /**
   * With smaller pages.
   *
   * @param pageRows rows of a list, 1 to {@link #LIST_MAX}
   */
  HubRequests(HubSpace space, int pageRows) {
    this.space = space;
    this.pageRows = pageRows;
  }

  /** Rows of a list; one with fewer is the last. */
  int pageRows() {
    return pageRows;
  }

  /** Ids and dates, the earliest first; {@code from} is in seconds since 1970, inclusive. */
  Query list(Scope scope, long from, int skip) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.put("from", from).put("first", pageRows).put("skip", skip);
    return switch (scope) {
      case Scope.Proposals() ->
          new Query("Proposals", LIST_PROPOSALS, variables.put("space", space.id()));
      case Scope.Votes(Hash32 proposal) ->
          new Query("Votes", LIST_VOTES, variables.put("proposal", proposal.hex()));
    };
  }

  /** Rows and signatures; at most {@link #idsMax} ids. */
  static Query read(Scope scope, List<Hash32> ids) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    ArrayNode array = variables.putArray("ids");
    ids.forEach(id -> array.add(id.hex()));
    variables.put("first", ids.size());
    return switch (scope) {
      case Scope.Proposals() -> new Query("SignedProposals", READ_PROPOSALS, variables);
      case Scope.Votes votes -> new Query("SignedVotes", READ_VOTES, variables);
    };
  }

  /** How many ids go into one {@link #read}. */
  static int idsMax(Scope scope) {
    return switch (scope) {
      case Scope.Proposals() -> PROPOSALS_MAX;
      case Scope.Votes votes -> VOTES_MAX;
    };
  }
}
