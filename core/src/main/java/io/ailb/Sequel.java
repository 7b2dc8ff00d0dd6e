package io.ailb;

import io.ailb.model.EndpointState;
import io.ailb.select.Member;

/** How an endpoint stands after somebody's order, in one sentence. */
record Sequel(Member member, Member.Standing before, long now) {
  String inWords() {
    Member.Standing after = member.standing(now);
    boolean same = after.state() == before.state() && after.reason().equals(before.reason());
    return member.endpoint().name()
        + " "
        + verb(after.state(), same && isNoLater(after))
        + words(after)
        + (same ? "" : " (was " + before.state() + reason(before) + ")")
        + ".";
  }

  private boolean isNoLater(Member.Standing after) {
    return after.until() <= before.until();
  }

  private static String reason(Member.Standing standing) {
    return standing.reason().isEmpty() ? "" : ": " + standing.reason();
  }

  private static String verb(EndpointState state, boolean same) {
    String still = same ? "still " : "";
    return switch (state) {
      case READY, BUSY -> still + "takes requests";
      case HALF_OPEN -> "is " + still + "being probed";
      case COOLING -> still + "rests";
      case OPEN, DRAINING, DISABLED -> "is " + still;
    };
  }

  private String words(Member.Standing after) {
    String lasting = InWords.lasting(after.until(), now);
    return switch (after.state()) {
      case READY -> "";
      case BUSY -> " as places come free" + reason(after);
      case HALF_OPEN -> ": one request decides whether it is well again";
      case COOLING -> lasting + " (" + after.reason() + ")" + underWay();
      case OPEN -> "out of use" + lasting + ", as its breaker is open" + reason(after);
      case DRAINING ->
          "drained"
              + (after.reason().equals("weight 0") ? ", as its weight is 0" : "")
              + underWay();
      case DISABLED -> "disabled" + lasting + " (" + after.reason() + ")" + underWay();
    };
  }

  private String underWay() {
    int inFlight = member.inFlight();
    return ": no new requests, " + (inFlight == 0 ? "none" : inFlight) + " still under way";
  }
}
