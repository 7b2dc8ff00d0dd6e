package io.ailb.agent.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger of slf4j whose lines are {@link AgentLog}'s. */
final class AgentLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;
  private static final String OURS = "ailb.";

  private final String area;

  /**
   * A logger.
   *
   * @param name of ours, {@code ailb} or {@code ailb.AREA}; or of a library
   */
  AgentLogger(String name) {
    this.name = name;
    this.area = name.startsWith(OURS) ? name.substring(OURS.length()) : name;
  }

  @Override
  public boolean isTraceEnabled() {
    return AgentLog.isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return AgentLog.isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return AgentLog.isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return AgentLog.isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return AgentLog.isEnabled(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      org.slf4j.event.Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    AgentLog.write(
        Level.valueOf(level.name()),
        area,
        MessageFormatter.basicArrayFormat(pattern, arguments),
        failure);
  }
}
