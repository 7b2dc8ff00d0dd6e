package io.ailb.observe;

/** The application lost an answer without closing it; its place was given back. */
public record AnswerLost(String request, String pool, String endpoint) {}
