package org.sweetwater.devnet.member;

/** A member's command cannot do what it was asked; the message is one line with the remedy. */
public final class MemberException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The line that the member reads. */
  public MemberException(String message) {
    super(message);
  }
}
