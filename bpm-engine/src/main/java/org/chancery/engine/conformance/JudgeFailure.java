package org.chancery.engine.conformance;

import java.util.Arrays;
import java.util.Map;

/** What is told of a failure of the judge itself: its kind, and where in the judge, so that it can be mended. */
final class JudgeFailure {

    private static final String OURS = JudgeFailure.class.getPackageName() + ".";

    private JudgeFailure() {}

    /** Details of the finding {@code judge-failed}. The failure's own words stay behind: they may quote anything. */
    static Map<String, String> details(Throwable failure) {
        String place = Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> frame.getClassName().substring(OURS.length()) + ":" + frame.getLineNumber())
                .orElse("-");
        return Map.of("failure", failure.getClass().getSimpleName(), "place", place);
    }
}
