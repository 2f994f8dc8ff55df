package org.sweetwater.oracle.cradle.twin;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Which graph the mesh is. Every graph is connected; which of them it is, the seed decides. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Topology.RandomRegular.class, name = "random-regular"),
  @JsonSubTypes.Type(value = Topology.Geometric.class, name = "geometric"),
  @JsonSubTypes.Type(value = Topology.ScaleFree.class, name = "scale-free")
})
public sealed interface Topology {
  /** The fewest nodes that a network may have. */
  int NODES_MIN = 4;

  /** The most nodes that a network may have. */
  int NODES_MAX = 20_000;

  /** How many nodes. */
  int nodes();

  /**
   * Every node has as many neighbours, drawn among all.
   *
   * @param degree neighbours of a node, 3 to 32, below the nodes; {@code nodes × degree} is even
   */
  record RandomRegular(int nodes, int degree) implements Topology {
    /** Checks the ranges. */
    public RandomRegular {
      Range.check("nodes", nodes, NODES_MIN, NODES_MAX);
      Range.check("degree", degree, 3, Math.min(32, nodes - 1));
      if (nodes * degree % 2 != 0) {
        throw new OutOfRangeException(
            "degree", "expected nodes × degree to be even, found %d × %d".formatted(nodes, degree));
      }
    }
  }

  /**
   * Nodes in a unit square, linked when they are near each other.
   *
   * @param meanDegree neighbours that a node far from the border has on average, 4 to 32
   */
  record Geometric(int nodes, int meanDegree) implements Topology {
    /** Checks the ranges. */
    public Geometric {
      Range.check("nodes", nodes, NODES_MIN, NODES_MAX);
      Range.check("meanDegree", meanDegree, 4, 32);
    }
  }

  /**
   * Barabási and Albert (1999): each new node links itself to nodes drawn by their degree.
   *
   * @param linksPerNode links that a new node brings, 2 to 16, below the nodes
   */
  record ScaleFree(int nodes, int linksPerNode) implements Topology {
    /** Checks the ranges. */
    public ScaleFree {
      Range.check("nodes", nodes, NODES_MIN, NODES_MAX);
      Range.check("linksPerNode", linksPerNode, 2, Math.min(16, nodes - 1));
    }
  }
}
