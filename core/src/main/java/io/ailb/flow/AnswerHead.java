package io.ailb.flow;

import io.ailb.model.HttpFields;

/** The beginning of the answer that the application gets. */
public record AnswerHead(int status, HttpFields headers) {}
