package com.illuvrse.finance.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** The smallest part of a story that still breaks a law. */
final class Shrunk {

    private Shrunk() {}

    /**
     * Holds a law against the stories of all seeds. A failure tells the smallest story of the first
     * seed that breaks it, and names the others.
     */
    static void check(LongStream seeds, LongFunction<Story> tell, Consumer<Story> law) {
        Map<Long, String> failures = new TreeMap<>();
        seeds.forEach(
                seed -> {
                    String failure = failure(tell.apply(seed), law);
                    if (!failure.isEmpty()) {
                        failures.put(seed, failure);
                    }
                });
        if (!failures.isEmpty()) {
            Story small = of(tell.apply(failures.keySet().iterator().next()), law);
            throw new AssertionError(
                    "%s%n%s%nall seeds that fail: %s"
                            .formatted(failure(small, law), small.tellAll(), failures));
        }
    }

    static Story of(Story story, Consumer<Story> law) {
        String kind = kind(failure(story, law));
        Story small = story;
        for (String order : story.tales().keySet().stream().sorted().toList()) {
            Story less = small.without(order::equals);
            if (kind(failure(less, law)).equals(kind)) {
                small = less;
            }
        }
        for (Fact fact : story.facts()) {
            List<Fact> facts = new ArrayList<>(small.facts());
            facts.remove(fact);
            Story less = small.withFacts(facts);
            boolean told = small.tales().containsKey(fact.tale()) && !fact.tale().isEmpty();
            boolean mayGo = !told || kind.equals("no third order");
            if (mayGo && kind(failure(less, law)).equals(kind)) {
                small = less;
            }
        }
        return small;
    }

    private static String failure(Story story, Consumer<Story> law) {
        try {
            law.accept(story);
            return "";
        } catch (AssertionError | RuntimeException broken) {
            return String.valueOf(broken);
        }
    }

    private static String kind(String failure) {
        String text = failure.replaceFirst("java.lang.AssertionError: ", "");
        int end = text.indexOf(':');
        return end < 0 ? text : text.substring(0, end);
    }
}
