package org.chancery.engine.gate;

import java.util.regex.Pattern;

/** What in a FEEL text is no code: strings (DMN 1.3 §10.3.1.2) and comments; and names in backticks. */
public final class FeelText {

    /**
     * Each is read whole, so that none can open within another: groups {@code text} and {@code name}, else a comment.
     * Texts are read without a way back ({@code *+}), which Java would keep on its stack, one frame a character.
     */
    public static final Pattern TOKENS = Pattern.compile(
            "(?<text>\"(?:\\\\.|[^\"\\\\])*+\")|`(?<name>[^`]+)`|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private FeelText() {}
}
