package org.sweetwater.oracle.cradle.twin;

import java.lang.ref.WeakReference;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Link-state routing: a node that loses or finds a neighbour floods the list of its lost links;
 * each node keeps the newest list of each origin, and computes its routes anew a moment later.
 *
 * <p>Most nodes believe the same most of the time, so what they believe is kept once ({@link
 * LinkStateView}) and shared.
 */
final class LinkStateRoutes implements Routes {
  /**
   * OSPF's header, LSA header and one link (RFC 2328, appendix A); each lost link 12 bytes more.
   */
  private static final int NEWS_BYTES = 76;

  private static final int LINK_BYTES = 12;

  private final World world;
  private final Graph graph;
  private final Medium medium;
  private final Adjacency adjacency;
  private final long reactionNanos;
  private final LinkStateView whole;

  /** All views that somebody holds, by what is down. */
  private final Map<IntBuffer, WeakReference<LinkStateView>> views = new HashMap<>();

  private final LinkStateView[] acted;
  private final boolean[] isAboutToAct;
  private final int[] generation;

  /** Every advertisement; a later one of the same origin is newer. */
  private final List<Advertisement> advertisements = new ArrayList<>();

  /** For each origin that ever advertised: the newest advertisement that each node knows. */
  private final Map<Integer, int[]> newest = new TreeMap<>();

  private long messages;

  private static final class Advertisement {
    final int origin;
    final int[] down;

    Advertisement(int origin, int[] down) {
      this.origin = origin;
      this.down = down;
    }
  }

  /** Starts with all nodes knowing the whole mesh. */
  LinkStateRoutes(World world, Medium medium, Adjacency adjacency) {
    this.world = world;
    this.graph = world.graph;
    this.medium = medium;
    this.adjacency = adjacency;
    this.reactionNanos = world.network.routing().reactionNanos();
    this.whole = LinkStateView.whole(new ShortestPaths(graph, world.network.routing().cost()));
    this.acted = new LinkStateView[graph.nodes];
    this.isAboutToAct = new boolean[graph.nodes];
    this.generation = new int[graph.nodes];
    Arrays.fill(acted, whole);
  }

  @Override
  public int next(int node, int destination) {
    int port = acted[node].port(node, destination);
    return port < 0 ? NONE : graph.first[node] + port;
  }

  @Override
  public void lost(int link) {
    advertise(graph.source[link]);
  }

  @Override
  public void found(int link) {
    advertise(graph.source[link]);
  }

  /** As neighbours in OSPF exchange their databases: all that the other lacks. */
  @Override
  public void retell(int link) {
    int node = graph.source[link];
    int other = graph.target[link];
    newest.forEach(
        (origin, known) -> {
          if (known[node] > known[other]) {
            send(known[node], link);
          }
        });
  }

  @Override
  public void restarted(int node) {
    generation[node]++;
    newest.values().forEach(known -> known[node] = 0);
    // None of its links is in use yet: it says so, and has no routes.
    advertise(node);
    act(node, generation[node]);
  }

  private void advertise(int node) {
    int[] down = new int[graph.degree(node)];
    int count = 0;
    for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
      if (!adjacency.isUsable(link)) {
        down[count++] = link;
      }
    }
    advertisements.add(new Advertisement(node, Arrays.copyOf(down, count)));
    learn(node, advertisements.size(), NONE);
  }

  @Override
  public void news(int message, int link) {
    int node = graph.target[link];
    if (world.alive.get(node)) {
      learn(node, message, graph.reverse[link]);
    }
  }

  /** Keeps an advertisement unless it is known, and tells all neighbours but the one it is from. */
  private void learn(int node, int number, int from) {
    Advertisement news = advertisements.get(number - 1);
    int[] known = newest.computeIfAbsent(news.origin, origin -> new int[graph.nodes]);
    if (known[node] >= number) {
      return;
    }
    known[node] = number;
    if (!isAboutToAct[node]) {
      isAboutToAct[node] = true;
      world.queue.schedule(world.now() + reactionNanos, Event.ROUTING_ACTS, node, generation[node]);
    }
    for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
      if (link != from && adjacency.isUsable(link)) {
        send(number, link);
      }
    }
  }

  private void send(int number, int link) {
    int bytes = NEWS_BYTES + LINK_BYTES * advertisements.get(number - 1).down.length;
    long arrival = medium.sendMessage(link, bytes);
    messages++;
    if (arrival != Medium.LOST) {
      world.queue.schedule(arrival, Event.ROUTING_NEWS, number, link);
    }
  }

  @Override
  public void act(int node, int itsGeneration) {
    if (generation[node] == itsGeneration) {
      isAboutToAct[node] = false;
      acted[node] = view(downKnownTo(node));
    }
  }

  /** The links that are down by all that a node knows, ascending, as origins and ports are. */
  private int[] downKnownTo(int node) {
    return newest.values().stream()
        .filter(known -> known[node] > 0)
        .flatMapToInt(known -> Arrays.stream(advertisements.get(known[node] - 1).down))
        .toArray();
  }

  @Override
  public long messages() {
    return messages;
  }

  private LinkStateView view(int[] down) {
    if (down.length == 0) {
      return whole;
    }
    IntBuffer key = IntBuffer.wrap(down);
    WeakReference<LinkStateView> held = views.get(key);
    @Nullable LinkStateView view = held == null ? null : held.get();
    if (view == null) {
      if (views.size() > 2 * graph.nodes) {
        views.values().removeIf(it -> it.get() == null);
      }
      view = whole.with(down);
      views.put(key, new WeakReference<>(view));
    }
    return view;
  }
}
