package com.illuvrse.finance.wrong;

import tools.jackson.databind.JsonNode;

/** Breaks a rule on purpose. */
public record KnowsALibrary(JsonNode node) {}
