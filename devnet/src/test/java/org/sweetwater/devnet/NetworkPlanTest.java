package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetwater.devnet.fleet.Roster;

final class NetworkPlanTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void theUsualPlanIsTheCommittedOne() throws IOException {
    ObjectNode plan = NetworkPlan.usual().over(committed());

    assertThat(plan.get("genesis")).hasSize(Accounts.OPERATORS);
    assertThat(plan.at("/cradle/attestors")).hasSize(Accounts.ATTESTORS);
    assertThat(withoutPeople(plan)).isEqualTo(withoutPeople(committed()));
  }

  @Test
  void aGrowingNetworkDiffersInFoundersPaceAndWavesOnly() throws IOException {
    Roster roster = Accounts.roster(100);

    ObjectNode plan = NetworkPlan.growing(roster, 12, List.of(4, 5, 6, 7)).over(committed());

    assertThat(plan.get("genesis")).hasSize(Roster.OPERATORS_MAX);
    assertThat(plan.at("/genesis/0/operator").asText())
        .isEqualTo(Accounts.addressOf(Accounts.operator(0)).checksummed());
    assertThat(plan.at("/registry/epochLengthSeconds").asInt()).isEqualTo(1);
    assertThat(plan.at("/registry/voucherAgeSeconds"))
        .isEqualTo(committed().at("/registry/voucherAgeSeconds"));
    assertThat(plan.at("/canary/waveSeconds/3").asInt()).isEqualTo(7);
    assertThat(plan.at("/tracks/ordinary/windowSeconds").asInt()).isEqualTo(12);
    assertThat(plan.at("/tracks/emergency")).isEqualTo(committed().at("/tracks/emergency"));
    assertThat(plan.at("/tracks/ordinary/votersMin"))
        .isEqualTo(committed().at("/tracks/ordinary/votersMin"));
  }

  private static ObjectNode withoutPeople(ObjectNode plan) {
    plan.remove("genesis");
    ((ObjectNode) plan.get("cradle")).remove("attestors");
    return plan;
  }

  private static ObjectNode committed() throws IOException {
    Path file = Checkout.find().contracts().resolve("script/config/devnet.json");
    return (ObjectNode) JSON.readTree(Files.readString(file));
  }
}
