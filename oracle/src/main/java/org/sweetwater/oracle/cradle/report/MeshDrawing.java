package org.sweetwater.oracle.cradle.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sweetwater.oracle.cradle.twin.Drawing;
import org.sweetwater.oracle.cradle.twin.Quantity;
import org.sweetwater.oracle.cradle.twin.Topology;

/** The mesh of the first run. */
final class MeshDrawing {
  /** More than these are a black disc. */
  static final int LINKS_MAX = 2_000;

  private static final Axis AXIS = new Axis(0, 1, 10, 390);

  private final Topology topology;
  private final Drawing mesh;
  private final long adversaries;
  private final String share;

  MeshDrawing(Measured measured) {
    this.topology = measured.spec().network().topology();
    this.mesh = Drawing.of(measured.spec().scenario(), measured.runs().getFirst().seed());
    this.adversaries = mesh.places().stream().filter(Drawing.Place::isAdversary).count();
    this.share = Quantity.share(measured.spec().network().adversaryPpm());
  }

  Html html() {
    boolean areLinksDrawn = mesh.links().size() <= LINKS_MAX;
    return Html.of(
        """
        <figure class="mesh">
        <svg viewBox="0 0 400 400" role="img" aria-labelledby="mesh-t mesh-d">
        <title id="mesh-t">The mesh of run 1</title><desc id="mesh-d">{}</desc>
        <path class="links" d="{}"/>
        <path class="nodes{}" d="{}"/>
        <path class="adversaries" d="{}"/>
        </svg>
        <figcaption><p>{}</p><ul class="key">
        <li><svg viewBox="0 0 16 16" aria-hidden="true"><path class="nodes" d="M8 8h.1"/></svg> node</li>
        <li><svg viewBox="0 0 16 16" aria-hidden="true"><path class="adversaries" d="M8 2.5l5.5 5.5-5.5 5.5-5.5-5.5z"/></svg> \
        node that the adversary runs</li>
        </ul>{}</figcaption>
        </figure>
        """,
        words(),
        areLinksDrawn ? links() : "",
        mesh.places().size() > LINKS_MAX ? " many" : "",
        nodes(false, "%s %sh.1"),
        nodes(true, "%s %sm0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z"),
        words(),
        areLinksDrawn
            ? Html.NOTHING
            : Html.of(
                "<p>Its links are not drawn: more than {} would hide each other.</p>",
                count(LINKS_MAX)));
  }

  private String words() {
    return "%s: %s nodes, %s links. The adversary runs %s of them (%s)."
        .formatted(
            kind(),
            count(mesh.places().size()),
            count(mesh.links().size()),
            count(adversaries),
            share);
  }

  private String kind() {
    return switch (topology) {
      case Topology.RandomRegular it ->
          "Random regular graph, each node with %d neighbours".formatted(it.degree());
      case Topology.Geometric it ->
          "Geometric graph, nodes with %d neighbours on average".formatted(it.meanDegree());
      case Topology.ScaleFree it ->
          "Scale-free graph, each new node with %d links".formatted(it.linksPerNode());
    };
  }

  private String links() {
    List<Drawing.Place> places = mesh.places();
    return mesh.links().stream()
        .map(
            it ->
                "M"
                    + place(places.get(it.from()), "%s %s")
                    + "L"
                    + place(places.get(it.to()), "%s %s"))
        .collect(Collectors.joining());
  }

  private String nodes(boolean areAdversaries, String shape) {
    return mesh.places().stream()
        .filter(it -> it.isAdversary() == areAdversaries)
        .map(it -> "M" + place(it, shape))
        .collect(Collectors.joining());
  }

  private static String place(Drawing.Place place, String shape) {
    return shape.formatted(AXIS.place(place.x()), AXIS.place(place.y()));
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
