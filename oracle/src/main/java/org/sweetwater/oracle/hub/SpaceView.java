package org.sweetwater.oracle.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Deployment;

/** The one space, as GraphQL shows it. */
record SpaceView(Deployment deployment, HubConfig.Space shown) {
  /** Snapshot's word for "no condition". */
  static final Map<String, Object> ANY_VALIDATION = Map.of("name", "any", "params", Map.of());

  String id() {
    return deployment.space();
  }

  /** The chain id as text. */
  String network() {
    return String.valueOf(deployment.chainId());
  }

  String symbol() {
    return shown.symbol();
  }

  /** The strategy with which public Snapshot would come to the same power. */
  List<Map<String, Object>> strategies() {
    return List.of(
        Map.of(
            "name",
            "erc20-votes",
            "network",
            network(),
            "params",
            Map.of(
                "symbol",
                symbol(),
                "address",
                deployment.registry().checksummed(),
                "decimals",
                0)));
  }

  /** Every field; the counts are of shown proposals and standing votes. */
  Map<String, @Nullable Object> fields(int proposals, int votes) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", id());
    fields.put("created", 0);
    fields.put("name", shown.name());
    fields.put("about", shown.about());
    fields.put("network", network());
    fields.put("symbol", symbol());
    fields.put("private", false);
    fields.put("verified", false);
    fields.put("flagged", false);
    fields.put("strategies", strategies());
    fields.put("admins", List.of());
    fields.put("moderators", List.of());
    fields.put("members", List.of());
    fields.put("plugins", Map.of("sweetwater", Map.of()));
    fields.put("filters", Map.of("minScore", 0, "onlyMembers", false));
    fields.put("voting", voting());
    fields.put("validation", ANY_VALIDATION);
    fields.put("voteValidation", ANY_VALIDATION);
    fields.put("proposalsCount", proposals);
    fields.put("votesCount", votes);
    return fields;
  }

  /** Neither delay nor period: a ballot needs proposals whose start lies before their date. */
  private static Map<String, @Nullable Object> voting() {
    Map<String, @Nullable Object> voting = new LinkedHashMap<>();
    voting.put("quorumType", "default");
    voting.put("privacy", "");
    voting.put("aliased", false);
    voting.put("hideAbstain", false);
    return voting;
  }
}
