package org.sweetwater.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads ballots, votes and operators, then tells every vote that is counted. */
public final class Example {
  private final Path cursorFile;
  private final Votes votes;
  private long left;

  private Example(Path cursorFile, Votes votes, long left) {
    this.cursorFile = cursorFile;
    this.votes = votes;
    this.left = left;
  }

  /**
   * Takes the API's URL, the file that remembers how far we were told, and after how many changes
   * to end; without the last it goes on until it is stopped.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 2) {
      System.err.println("usage: Example URL CURSOR_FILE [CHANGES]");
      System.exit(2);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      Api api = new Api(http, URI.create(args[0]));
      Overview overview = api.ask(Votes.OVERVIEW, Map.of(), Overview.class);
      tell(overview);
      Path cursorFile = Path.of(args[1]);
      // What we were told last, in an earlier run; or else what we have just read.
      String after =
          Files.exists(cursorFile) ? Files.readString(cursorFile) : overview.meta().cursor();
      long wanted = args.length > 2 ? Long.parseLong(args[2]) : Long.MAX_VALUE;
      Example example = new Example(cursorFile, new Votes(overview.votes()), wanted);
      if (wanted > 0) {
        new Subscription<>(api, Votes.CHANGES, Votes.Changes.class, Votes.Changes::votes)
            .follow(after, example::wantsMoreThan);
      }
    }
  }

  private static void tell(Overview overview) {
    System.out.println("block " + overview.meta().block().number());
    for (Overview.Ballot ballot : overview.ballots()) {
      System.out.printf(
          "ballot %s %s %d:%d:%d%n",
          ballot.id(),
          ballot.status(),
          ballot.votesFor(),
          ballot.votesAgainst(),
          ballot.votesAbstain());
    }
    for (Votes.Vote vote : overview.votes()) {
      System.out.printf("vote %s %s %d%n", vote.voter(), vote.choice(), vote.power());
    }
    for (Overview.Operator operator : overview.operators()) {
      System.out.printf("operator %s %d%n", operator.id(), operator.activeNodeCount());
    }
  }

  private boolean wantsMoreThan(List<Votes.Change> changes) {
    changes.forEach(this::tell);
    try {
      Files.writeString(cursorFile, changes.getLast().cursor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    left -= changes.size();
    return left > 0;
  }

  private void tell(Votes.Change change) {
    votes.apply(change);
    Votes.Vote row = change.row();
    String said =
        row == null
            ? "taken back above " + change.takenBackAbove()
            : "%s %s %d".formatted(row.voter(), row.choice(), row.power());
    System.out.printf("changed %s; %d votes stand%n", said, votes.size());
  }
}
