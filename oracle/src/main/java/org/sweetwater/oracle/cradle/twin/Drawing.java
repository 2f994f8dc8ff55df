package org.sweetwater.oracle.cradle.twin;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.sweetwater.wrappers.Hash32;

/**
 * The mesh of one run, for people to look at.
 *
 * @param places of the nodes, by number
 * @param links each once
 */
public record Drawing(List<Place> places, List<Link> links) {
  /** Copies the lists. */
  public Drawing {
    places = List.copyOf(places);
    links = List.copyOf(links);
  }

  /**
   * A node's place: x to the right and y down, from 0 to 1. Only in a geometric graph does it mean
   * anything for the model.
   */
  public record Place(double x, double y, boolean isAdversary) {}

  /** A link between two nodes, by number. */
  public record Link(int from, int to) {}

  /** The mesh that {@link Twin#run} would draw. */
  public static Drawing of(Scenario scenario, Hash32 seed) {
    Network network = scenario.network();
    Seeds seeds = new Seeds(seed);
    Graph graph = Topologies.draw(network.topology(), network.links(), seeds.stream("topology"));
    BitSet adversaries = new Anonymity(graph, network.adversaryPpm(), seeds).adversaries();
    List<Place> places = new ArrayList<>();
    for (int node = 0; node < graph.nodes; node++) {
      double[] place = graph.places[node];
      places.add(new Place(place[0], place[1], adversaries.get(node)));
    }
    List<Link> links = new ArrayList<>();
    for (int link = 0; link < graph.links(); link++) {
      if (link < graph.reverse[link]) {
        links.add(new Link(graph.source[link], graph.target[link]));
      }
    }
    return new Drawing(places, links);
  }
}
