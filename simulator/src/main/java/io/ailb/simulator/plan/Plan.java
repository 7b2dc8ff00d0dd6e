package io.ailb.simulator.plan;

import io.ailb.simulator.dialect.Answer;
import io.ailb.simulator.dialect.Event;
import io.ailb.simulator.dialect.Framing;
import io.ailb.simulator.plan.Step.End;
import io.ailb.simulator.plan.Step.Head;
import io.ailb.simulator.plan.Step.Pause;
import io.ailb.simulator.plan.Step.Send;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that will happen to one request, in order. Immutable; the methods that change
 * something give a new plan.
 *
 * <p>Places in a plan are told by content events: {@code after(0)} is just before the first, when
 * the dialect's opening events are out; {@code after(3)} is just after the third. An answer in one
 * piece is one content event.
 */
public final class Plan {
  private final List<Step> steps;
  private final Framing framing;
  private final boolean crlf;

  private Plan(List<Step> steps, Framing framing, boolean crlf) {
    this.steps = steps;
    this.framing = framing;
    this.crlf = crlf;
  }

  /** A plan of bare steps, for requests that get no answer. */
  public static Plan of(Step... steps) {
    return new Plan(List.of(steps), Framing.WHOLE, false);
  }

  /**
   * The answer, as it goes when nothing breaks.
   *
   * @param crlf whether the lines of server-sent events end in CRLF
   */
  public static Plan of(Answer answer, Latency latency, boolean crlf) {
    boolean whole = answer.framing() == Framing.WHOLE;
    Plan frame = new Plan(List.of(), answer.framing(), crlf);
    List<Step> steps = new ArrayList<>();
    long untilHead =
        whole && answer.status() == 200
            ? latency.untilComplete(answer.outputTokens())
            : latency.headersMillis();
    pause(steps, untilHead);
    steps.add(new Head(answer.status(), answer.headers(), whole));
    if (!whole) {
      pause(steps, latency.firstTokenMillis());
    }
    boolean first = true;
    boolean contentSent = false;
    for (Event event : answer.events()) {
      if (event.content() && contentSent) {
        pause(steps, latency.perTokenMillis());
      }
      contentSent |= event.content();
      steps.add(frame.send(event, first));
      first = false;
    }
    steps.addAll(frame.ending());
    return new Plan(steps, answer.framing(), crlf);
  }

  private static void pause(List<Step> steps, long millis) {
    if (millis > 0) {
      steps.add(Pause.of(millis));
    }
  }

  public List<Step> steps() {
    return steps;
  }

  public Framing framing() {
    return framing;
  }

  /** An event in this plan's framing. */
  public Send send(Event event, boolean first) {
    String text = framing.frame(event, first);
    return new Send(lines(text), event.content(), event.terminal());
  }

  /** Line ends as this plan has them. */
  public String lines(String text) {
    return crlf && framing == Framing.SSE ? text.replace("\n", "\r\n") : text;
  }

  /** What a plan ends with when it ends well. */
  public List<Step> ending() {
    return framing.end().isEmpty()
        ? List.of(new End())
        : List.of(new Send(framing.end(), false, false), new End());
  }

  /** The place at which that many content events are out, or -1 when there are not so many. */
  public int after(int contentEvents) {
    int seen = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Send send && send.content()) {
        if (contentEvents == 0) {
          return i;
        }
        seen++;
        if (seen == contentEvents) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  /**
   * The same plan, sent in two pieces where its body has that many characters. The second piece of
   * an event is the one that counts as content or as the end.
   */
  public Plan splitAt(int chars) {
    List<Step> changed = new ArrayList<>();
    int sent = 0;
    for (Step step : steps) {
      String text = step instanceof Send send ? send.text() : "";
      int cut = chars - sent;
      if (step instanceof Send send && cut > 0 && cut < text.length()) {
        changed.add(new Send(text.substring(0, cut), false, false));
        changed.add(new Send(text.substring(cut), send.content(), send.terminal()));
      } else {
        changed.add(step);
      }
      sent += text.length();
    }
    return new Plan(changed, framing, crlf);
  }

  /** The place at which exactly that many characters of the body are out, or -1. */
  public int afterChars(int chars) {
    int sent = 0;
    for (int i = 0; i < steps.size(); i++) {
      sent += steps.get(i) instanceof Send send ? send.text().length() : 0;
      if (sent == chars && steps.get(i) instanceof Send) {
        return i + 1;
      }
    }
    return -1;
  }

  /** The place just after the head, or -1 in a plan without one. */
  public int afterHead() {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Head) {
        return i + 1;
      }
    }
    return -1;
  }

  /** How many events come before a place. */
  public int eventsBefore(int place) {
    return (int) steps.subList(0, place).stream().filter(step -> step instanceof Send).count();
  }

  /** The same with more steps at a place. */
  public Plan insert(int place, Step... more) {
    List<Step> changed = new ArrayList<>(steps);
    changed.addAll(place, Arrays.asList(more));
    return new Plan(changed, framing, crlf);
  }

  /** The same up to a place, and then these steps. */
  public Plan breakOff(int place, List<? extends Step> rest) {
    List<Step> changed = new ArrayList<>(steps.subList(0, place));
    changed.addAll(rest);
    return new Plan(changed, framing, crlf).unsized();
  }

  /** The same with another step at a place. */
  public Plan replace(int place, Step step) {
    List<Step> changed = new ArrayList<>(steps);
    changed.set(place, step);
    return new Plan(changed, framing, crlf).unsized();
  }

  /** The same without the sign that the answer is complete; HTTP still ends well. */
  public Plan withoutTerminal() {
    List<Step> changed = new ArrayList<>(steps);
    changed.removeIf(step -> step instanceof Send send && send.terminal());
    return new Plan(changed, framing, crlf).unsized();
  }

  /** A body whose length is no longer what was declared must not declare one. */
  public Plan unsized() {
    List<Step> changed = new ArrayList<>();
    for (Step step : steps) {
      changed.add(
          step instanceof Head head ? new Head(head.status(), head.headers(), false) : step);
    }
    return new Plan(changed, framing, crlf);
  }

  @Override
  public String toString() {
    return steps.toString();
  }
}
