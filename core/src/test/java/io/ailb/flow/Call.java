package io.ailb.flow;

import io.ailb.model.HttpFields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What an application asks for, and what it got. */
final class Call {
  String method = "POST";
  String path = "/v1/chat/completions";
  String body = "{\"model\":\"gpt\",\"messages\":[]}";
  HttpFields headers = HttpFields.of("Authorization", "Bearer callers-own");
  Duration deadline;
  Duration headDeadline;
  Duration leavesAfter;

  /** It is one of a batch. */
  boolean batch;

  /** It goes to the pool of this name, not to a host. */
  String pool;

  /** It is one that was told to give up. */
  boolean failedBefore;

  // The result.
  Exchange exchange;
  AnswerHead answer;
  final StringBuilder received = new StringBuilder();
  Verdict ended;
  Failure failure;
  boolean untouched;
  boolean notOurs;

  /** Of a request that is only watched. */
  Observation observation;

  /** When the application had its head, and its end, since the call began. */
  Duration headAt;

  Duration endAt;

  static Call chat() {
    return new Call();
  }

  static Call stream() {
    Call call = new Call();
    call.body = "{\"model\":\"gpt\",\"messages\":[],\"stream\":true}";
    return call;
  }

  static Call of(String method, String path, String body) {
    Call call = new Call();
    call.method = method;
    call.path = path;
    call.body = body;
    return call;
  }

  Call deadline(Duration newDeadline) {
    deadline = newDeadline;
    return this;
  }

  /** Waits so long for the answer to begin. */
  Call headDeadline(Duration newDeadline) {
    headDeadline = newDeadline;
    return this;
  }

  CallerTime time() {
    return new CallerTime(
        deadline == null ? Long.MAX_VALUE : deadline.toNanos(),
        headDeadline == null ? Long.MAX_VALUE : headDeadline.toNanos(),
        batch);
  }

  Call inBatch() {
    batch = true;
    return this;
  }

  Call toPool(String name) {
    pool = name;
    return this;
  }

  Call leavesAfter(Duration duration) {
    leavesAfter = duration;
    return this;
  }

  Call headers(String... newHeaders) {
    headers = HttpFields.of(newHeaders);
    return this;
  }

  Call body(String newBody) {
    body = newBody;
    return this;
  }

  void take(ByteBuffer bytes) {
    received.append(StandardCharsets.UTF_8.decode(bytes));
  }

  int status() {
    return answer.status();
  }

  String header(String name) {
    return answer.headers().first(name);
  }

  String text() {
    return received.toString();
  }
}
