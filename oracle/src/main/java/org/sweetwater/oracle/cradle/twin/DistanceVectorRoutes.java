package org.sweetwater.oracle.cradle.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distance-vector routing: a node tells its neighbours how many hops it is from each destination,
 * whenever that changes, gathered for a moment; to the neighbour that is its way to a destination
 * it says that it has none (split horizon with poisoned reverse, RFC 2453 section 3.4.3). Nodes
 * keep what each neighbour said last, so that another way is found at once where there is one.
 * Distances beyond the longest route mean that there is none, which ends counting to infinity.
 */
final class DistanceVectorRoutes implements Routes {
  /** RIP's header in UDP and IP, and one entry (RFC 2453, section 3.6). */
  private static final int NEWS_BYTES = 32;

  private static final int ENTRY_BYTES = 20;

  private final World world;
  private final Graph graph;
  private final Medium medium;
  private final Adjacency adjacency;
  private final long reactionNanos;
  private final int infinity;

  /** Distance and port by node and destination. */
  private final short[][] distances;

  private final short[][] ports;

  /** What the target of each link last said to its source, by destination. */
  private final short[][] heard;

  private final int[] everyone;
  private final BitSet[] changed;
  private final boolean[] isAboutToAct;
  private final int[] generation;

  /** A link delivers in order. */
  private final long[] lastArrival;

  /** News on their way, by number; the number of what arrived is used again. */
  private final List<News> onTheirWay = new ArrayList<>();

  private final Deque<Integer> unused = new ArrayDeque<>();
  private long messages;

  private static final class News {
    static final News NONE = new News(new int[0], new short[0]);

    final int[] destinations;
    final short[] distances;

    News(int[] destinations, short[] distances) {
      this.destinations = destinations;
      this.distances = distances;
    }
  }

  /** Starts with all nodes knowing the shortest ways. */
  DistanceVectorRoutes(World world, Medium medium, Adjacency adjacency) {
    this.world = world;
    this.graph = world.graph;
    this.medium = medium;
    this.adjacency = adjacency;
    this.reactionNanos = world.network.routing().reactionNanos();
    this.infinity = world.network.routing().hopsMax() + 1;
    this.distances = new short[graph.nodes][graph.nodes];
    this.ports = new short[graph.nodes][graph.nodes];
    this.heard = new short[graph.links()][graph.nodes];
    this.everyone = IntStream.range(0, graph.nodes).toArray();
    this.changed = new BitSet[graph.nodes];
    this.isAboutToAct = new boolean[graph.nodes];
    this.generation = new int[graph.nodes];
    this.lastArrival = new long[graph.links()];
    Arrays.setAll(changed, node -> new BitSet());
    startConverged();
  }

  private void startConverged() {
    for (int destination = 0; destination < graph.nodes; destination++) {
      short[] hops = hopsTo(destination);
      for (int node = 0; node < graph.nodes; node++) {
        distances[node][destination] = hops[node];
        ports[node][destination] = -1;
      }
    }
    for (int link = 0; link < graph.links(); link++) {
      System.arraycopy(distances[graph.target[link]], 0, heard[link], 0, graph.nodes);
    }
    for (int node = 0; node < graph.nodes; node++) {
      for (int destination = 0; destination < graph.nodes; destination++) {
        choose(node, destination);
      }
    }
    for (int link = 0; link < graph.links(); link++) {
      int neighbour = graph.target[link];
      for (int destination = 0; destination < graph.nodes; destination++) {
        heard[link][destination] = told(neighbour, destination, graph.reverse[link]);
      }
    }
  }

  private short[] hopsTo(int destination) {
    short[] hops = new short[graph.nodes];
    Arrays.fill(hops, (short) infinity);
    hops[destination] = 0;
    int[] queue = new int[graph.nodes];
    queue[0] = destination;
    int end = 1;
    for (int at = 0; at < end; at++) {
      for (int link = graph.first[queue[at]]; link < graph.first[queue[at] + 1]; link++) {
        int other = graph.target[link];
        if (hops[other] == infinity && hops[queue[at]] + 1 < infinity) {
          hops[other] = (short) (hops[queue[at]] + 1);
          queue[end++] = other;
        }
      }
    }
    return hops;
  }

  @Override
  public int next(int node, int destination) {
    int port = ports[node][destination];
    return port < 0 ? NONE : graph.first[node] + port;
  }

  @Override
  public void lost(int link) {
    Arrays.fill(heard[link], (short) infinity);
    chooseAll(graph.source[link]);
  }

  @Override
  public void found(int link) {
    // It is of use once the neighbour tells what it knows; what it had told is void since the loss.
  }

  @Override
  public void retell(int link) {
    send(graph.source[link], link, everyone);
  }

  @Override
  public void restarted(int node) {
    generation[node]++;
    isAboutToAct[node] = false;
    changed[node].clear();
    for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
      Arrays.fill(heard[link], (short) infinity);
    }
    Arrays.fill(distances[node], (short) infinity);
    Arrays.fill(ports[node], (short) -1);
    distances[node][node] = 0;
  }

  @Override
  public void news(int message, int link) {
    News news = onTheirWay.set(message, News.NONE);
    unused.push(message);
    int node = graph.target[link];
    int back = graph.reverse[link];
    if (!world.alive.get(node) || !adjacency.isUsable(back)) {
      return;
    }
    for (int i = 0; i < news.destinations.length; i++) {
      heard[back][news.destinations[i]] = news.distances[i];
      choose(node, news.destinations[i]);
    }
  }

  private void chooseAll(int node) {
    for (int destination = 0; destination < graph.nodes; destination++) {
      choose(node, destination);
    }
  }

  /** Takes the way that is shortest by what neighbours said; a way as short as before stays. */
  private void choose(int node, int destination) {
    if (node == destination) {
      return;
    }
    int before = ports[node][destination];
    int best = infinity;
    int port = -1;
    for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
      int distance = Math.min(heard[link][destination] + 1, infinity);
      int here = link - graph.first[node];
      if (distance < best || (distance == best && distance < infinity && here == before)) {
        best = distance;
        port = here;
      }
    }
    if (best != distances[node][destination] || port != before) {
      distances[node][destination] = (short) best;
      ports[node][destination] = (short) port;
      changed[node].set(destination);
      actSoon(node);
    }
  }

  private void actSoon(int node) {
    if (!isAboutToAct[node]) {
      isAboutToAct[node] = true;
      world.queue.schedule(world.now() + reactionNanos, Event.ROUTING_ACTS, node, generation[node]);
    }
  }

  @Override
  public void act(int node, int itsGeneration) {
    if (generation[node] != itsGeneration) {
      return;
    }
    isAboutToAct[node] = false;
    int[] destinations = changed[node].stream().toArray();
    changed[node].clear();
    if (!world.alive.get(node)) {
      return;
    }
    for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
      if (adjacency.isUsable(link)) {
        send(node, link, destinations);
      }
    }
  }

  private void send(int node, int link, int[] destinations) {
    short[] told = new short[destinations.length];
    for (int i = 0; i < told.length; i++) {
      told[i] = told(node, destinations[i], link);
    }
    long arrival = medium.sendMessage(link, NEWS_BYTES + ENTRY_BYTES * destinations.length);
    messages++;
    if (arrival != Medium.LOST) {
      arrival = Math.max(arrival, lastArrival[link]);
      lastArrival[link] = arrival;
      world.queue.schedule(arrival, Event.ROUTING_NEWS, number(new News(destinations, told)), link);
    }
  }

  private int number(News news) {
    if (unused.isEmpty()) {
      onTheirWay.add(news);
      return onTheirWay.size() - 1;
    }
    int number = unused.pop();
    onTheirWay.set(number, news);
    return number;
  }

  private short told(int node, int destination, int link) {
    boolean isItsWay = next(node, destination) == link;
    return isItsWay ? (short) infinity : distances[node][destination];
  }

  @Override
  public long messages() {
    return messages;
  }
}
