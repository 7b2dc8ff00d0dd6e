package io.ailb.expose;

import java.util.Date;
import java.util.List;

/** See {@link AiLbMXBean}. */
record AiLbBean(String version, Controls controls, Scoreboard board) implements AiLbMXBean {
  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public String getMode() {
    return controls.mode();
  }

  @Override
  public void setMode(String mode) {
    controls.mode(mode);
  }

  @Override
  public String getConfigFile() {
    return controls.configFile();
  }

  @Override
  public Date getConfigLoadedAt() {
    return Date.from(controls.configLoadedAt());
  }

  @Override
  public String getConfigError() {
    return controls.configError();
  }

  @Override
  public List<String> getPools() {
    return controls.pools().stream().map(PoolView::name).toList();
  }

  @Override
  public long getTakenOverTotal() {
    return board.takenOver();
  }

  @Override
  public long getPassedThroughTotal() {
    return board.passedThrough();
  }

  @Override
  public String reload() {
    return controls.reload();
  }

  @Override
  public String setLogLevel(String level) {
    controls.logLevel(level);
    return "The log level is " + level + ".";
  }

  @Override
  public String diagnostics() {
    return Narrow.of(controls.diagnostics());
  }
}
