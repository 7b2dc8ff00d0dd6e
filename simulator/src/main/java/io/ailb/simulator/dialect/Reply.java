package io.ailb.simulator.dialect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the model says, in no dialect. The same endpoint says the same to the same request: words
 * that name the endpoint and hash the question, a small document where the request has a schema, or
 * calls of the tools that the user named ({@code CALL weather CALL time}), with arguments where he
 * gives them ({@code CALL weather {"city": "Oslo"}}); who says {@code SAY} besides gets the words,
 * too, before the calls. Where such words have begun already, whoever began them, it goes on with
 * them.
 *
 * @param id unique enough for an id, once the dialect has put its prefix before it
 * @param thoughts the pieces of the summary of what it thought, where that is shown
 * @param thinkingTokens what it thought, counted, shown or not; part of the output
 * @param text the pieces of the text, one a content event
 */
record Reply(
    String id,
    List<String> thoughts,
    int thinkingTokens,
    List<String> text,
    List<ToolCall> calls,
    Finish finish,
    int inputTokens,
    int outputTokens) {

  /** Without any thinking. */
  Reply(
      String id,
      List<String> text,
      List<ToolCall> calls,
      Finish finish,
      int inputTokens,
      int outputTokens) {
    this(id, List.of(), 0, text, calls, finish, inputTokens, outputTokens);
  }

  /** Why the model stopped. */
  enum Finish {
    STOP,
    LENGTH,
    TOOL_CALLS
  }

  private static final Pattern CALL =
      Pattern.compile("\\bCALL ([A-Za-z0-9_.-]+)(?:\\s*(\\{[^{}]*\\}))?");
  private static final Pattern BEGINNING = Pattern.compile("([A-Za-z0-9._-]+) answers ");
  private static final List<String> THOUGHTS = List.of("First", " I count", " to three.");
  private static final int PIECE = 8;
  private static final String[] LOREM =
      ("lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt"
              + " ut labore et dolore magna aliqua")
          .split(" ", -1);

  static Reply to(Ask ask, Speaker speaker) {
    String question = ask.prompt().lastUserText();
    int input = ask.prompt().tokens();
    String id = hash(speaker.name() + '\n' + input + '\n' + question).substring(0, 24);
    String questionHash = hash(question).substring(0, 8);

    List<ToolCall> calls = calls(ask, id, questionHash);
    if (!calls.isEmpty()) {
      List<String> aloud = question.contains("SAY") ? words(speaker, questionHash) : List.of();
      int output = calls.stream().mapToInt(call -> 1 + call.fragments().size()).sum();
      return new Reply(id, aloud, calls, Finish.TOOL_CALLS, input, output + aloud.size())
          .after(ask.thinking());
    }
    List<String> text =
        ask.schema() == null
            ? rest(ask.prompt().begun(), speaker, questionHash)
            : pieces(SchemaExample.of(ask.schema(), speaker.name() + " #" + questionHash));
    if (ask.maxTokens() != null && ask.maxTokens() < text.size()) {
      int allowed = Math.max(0, ask.maxTokens());
      return new Reply(id, text.subList(0, allowed), List.of(), Finish.LENGTH, input, allowed);
    }
    return new Reply(id, text, List.of(), Finish.STOP, input, text.size()).after(ask.thinking());
  }

  private Reply after(Thinking thinking) {
    return thinking == Thinking.NONE
        ? this
        : new Reply(
            id,
            thinking == Thinking.SHOWN ? THOUGHTS : List.of(),
            THOUGHTS.size(),
            text,
            calls,
            finish,
            inputTokens,
            outputTokens + THOUGHTS.size());
  }

  private static List<ToolCall> calls(Ask ask, String id, String questionHash) {
    List<ToolCall> calls = new ArrayList<>();
    List<String> names = ask.tools().names();
    if (names.isEmpty() || (ask.prompt().toolAnswered() && !ask.tools().must())) {
      return calls;
    }
    String usual = Json.text(JsonObject.object("q", questionHash));
    Matcher wanted = CALL.matcher(ask.prompt().lastUserText());
    while (wanted.find()) {
      if (names.contains(wanted.group(1))) {
        String arguments = Objects.requireNonNullElse(wanted.group(2), usual);
        String callId = id.substring(0, 8) + calls.size();
        calls.add(new ToolCall(callId, wanted.group(1), pieces(arguments)));
      }
    }
    if (calls.isEmpty() && ask.tools().must()) {
      calls.add(new ToolCall(id.substring(0, 8) + 0, names.get(0), pieces(usual)));
    }
    return calls;
  }

  private static List<String> rest(String begun, Speaker speaker, String questionHash) {
    Matcher beginning = BEGINNING.matcher(begun);
    String name = beginning.lookingAt() ? beginning.group(1) : speaker.name();
    List<String> words = words(name, speaker.tokens(), questionHash);
    String all = String.join("", words);
    if (begun.isEmpty() || !all.startsWith(begun)) {
      return words;
    }
    List<String> rest = new ArrayList<>();
    int at = 0;
    for (String word : words) {
      int end = at + word.length();
      if (end > begun.length()) {
        rest.add(word.substring(Math.max(0, begun.length() - at)));
      }
      at = end;
    }
    return rest;
  }

  private static List<String> words(Speaker speaker, String questionHash) {
    return words(speaker.name(), speaker.tokens(), questionHash);
  }

  private static List<String> words(String name, int tokens, String questionHash) {
    List<String> words = new ArrayList<>();
    words.add(name);
    words.add(" answers");
    words.add(" #" + questionHash + ":");
    for (int i = 0; words.size() < tokens; i++) {
      words.add(" " + LOREM[i % LOREM.length]);
    }
    return words.subList(0, tokens);
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (int start = 0; start < text.length(); start += PIECE) {
      pieces.add(text.substring(start, Math.min(text.length(), start + PIECE)));
    }
    return pieces;
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** All the text at once. */
  String joined() {
    return String.join("", text);
  }
}
