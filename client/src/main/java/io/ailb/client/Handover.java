package io.ailb.client;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Hands pieces of text from the thread that brings them to the one that wants them. */
final class Handover {
  private static final String OVER = new String("over"); // is no piece: compared by identity

  private final LinkedBlockingQueue<String> pieces = new LinkedBlockingQueue<>();

  void piece(String text) {
    pieces.add(text);
  }

  void over() {
    pieces.add(OVER);
  }

  /** Until there are no more. */
  @SuppressWarnings("ReferenceEquality")
  void drain(Consumer<String> listener) throws InterruptedException {
    for (String piece = pieces.take(); piece != OVER; piece = pieces.take()) {
      listener.accept(piece);
    }
  }
}
