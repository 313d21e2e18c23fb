package org.chancery.ledger;

/** Text that others wrote, as it may stand on a screen beside ours. */
public final class Harmless {

    private Harmless() {}

    /**
     * The text without characters that nobody sees and that change what is seen: those that move a terminal's cursor, turn
     * the direction of writing or have no width stand as their code, as in JSON. Line breaks stay.
     */
    public static String of(String text) {
        if (text.chars().noneMatch(Harmless::mayHide)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (mayHide(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean mayHide(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
