package org.sweetwater.oracle.cradle.report;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of HTML. Text becomes one only through {@link #of} and {@link #join}, which escape it, so
 * that nothing from outside is ever read as markup.
 */
record Html(String markup) {
  static final Html NOTHING = new Html("");

  /** Control characters have no place in HTML; line feed and tab do no harm. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  /**
   * Markup with a value for each {@code {}}, in a place for text or in a quoted attribute.
   *
   * @param values pieces go in as they are, all else is escaped text
   */
  static Html of(String markup, Object... values) {
    StringBuilder whole = new StringBuilder();
    int from = 0;
    for (Object value : values) {
      int gap = markup.indexOf("{}", from);
      if (gap < 0) {
        throw new IllegalArgumentException("more values than gaps in " + markup);
      }
      whole.append(markup, from, gap).append(piece(value));
      from = gap + 2;
    }
    if (markup.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException("fewer values than gaps in " + markup);
    }
    return new Html(whole.append(markup, from, markup.length()).toString());
  }

  private static String piece(Object value) {
    return value instanceof Html(String markup) ? markup : escaped(value.toString());
  }

  private static String escaped(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(Matcher.quoteReplacement("\ufffd"))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** All of them, one after the other. */
  static Html join(Collection<Html> pieces) {
    return pieces.stream().collect(joining());
  }

  static Html join(Html... pieces) {
    return Stream.of(pieces).collect(joining());
  }

  static Collector<Html, ?, Html> joining() {
    return Collectors.collectingAndThen(
        Collectors.mapping(Html::markup, Collectors.joining()), Html::new);
  }
}
