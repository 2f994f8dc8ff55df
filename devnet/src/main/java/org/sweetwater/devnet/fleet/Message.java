package org.sweetwater.devnet.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sweetwater.oracle.cradle.canary.BreachReport;
import org.sweetwater.oracle.cradle.canary.NodeReport;
import org.sweetwater.wrappers.Hash32;

/** What a node posts to an oracle; after {@code until} (seconds) nobody needs it any more. */
sealed interface Message {
  /** Whose rollout it is about. */
  Hash32 experiment();

  /** When it is too late. */
  long until();

  /** Where the oracle takes it. */
  String path();

  /** What is posted. */
  ObjectNode json();

  /** A node's verdict on the change. */
  record Report(NodeReport report, long until) implements Message {
    @Override
    public Hash32 experiment() {
      return report.measurement().experimentId();
    }

    @Override
    public String path() {
      return "/canary/reports";
    }

    @Override
    public ObjectNode json() {
      return report.toJson();
    }
  }

  /** A node's cry for help. */
  record Breach(BreachReport report, long until) implements Message {
    @Override
    public Hash32 experiment() {
      return report.breach().experimentId();
    }

    @Override
    public String path() {
      return "/canary/breaches";
    }

    @Override
    public ObjectNode json() {
      return report.toJson();
    }
  }
}
