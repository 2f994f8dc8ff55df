package org.sweetwater.oracle.cradle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void textIsNeverMarkup() {
    assertThat(Html.of("<p title=\"{}\">{}</p>", "\"'", "<b>&amp;</b>\0").markup())
        .isEqualTo("<p title=\"&quot;&#39;\">&lt;b&gt;&amp;amp;&lt;/b&gt;\ufffd</p>");
  }

  @Test
  void piecesAreKept() {
    Html piece = Html.of("<b>{}</b>", "{}");

    assertThat(Html.of("<p>{}</p>", piece).markup()).isEqualTo("<p><b>{}</b></p>");
    assertThat(Html.join(piece, Html.NOTHING, piece).markup()).isEqualTo("<b>{}</b><b>{}</b>");
  }

  @Test
  void thereIsAValueForEachGap() {
    assertThatThrownBy(() -> Html.of("{}")).hasMessage("fewer values than gaps in {}");
    assertThatThrownBy(() -> Html.of("{}", 1, 2)).hasMessage("more values than gaps in {}");
  }
}
