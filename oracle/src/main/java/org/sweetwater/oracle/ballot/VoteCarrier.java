package org.sweetwater.oracle.ballot;

/**
 * Brings one ballot's votes to the contract: judges what the archive has, hands batches to the
 * outbox, and looks afterwards what became of each vote. Nothing is lost or sent twice wherever the
 * process dies.
 */
final class VoteCarrier {
  private final VoteIntake intake;
  private final VoteSender sender;
  private final VoteSettler settler;

  VoteCarrier(Desk desk, CountLimits limits) {
    VoteJudge judge = new VoteJudge(desk.chain(), desk.clock());
    this.intake = new VoteIntake(desk);
    this.sender = new VoteSender(desk, judge, limits);
    this.settler = new VoteSettler(desk, judge, limits);
  }

  /**
   * One step for an open ballot.
   *
   * @return whether another one can be taken at once
   */
  boolean carry(Progress progress, BallotState ballot, Head head) {
    intake.judgeNew(progress, ballot);
    settler.settle(ballot.id());
    return ballot.isCountingAt(head.time()) && sender.send(progress, ballot, head);
  }

  /**
   * Ends the votes of a ballot that counts no more.
   *
   * @return whether nothing is left to look at
   */
  boolean conclude(Progress progress, BallotState ballot) {
    intake.judgeNew(progress, ballot);
    boolean isSettled = settler.settle(ballot.id());
    return sender.conclude(ballot.id()) && isSettled;
  }

  /** Ends the votes of a proposal that never opens. */
  void dismiss(Progress progress) {
    intake.dismiss(progress);
  }
}
