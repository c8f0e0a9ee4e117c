package dev.daybook.store;

/**
 * On whose word, and why, a person changes the course of things. Kept for good.
 *
 * @param by who, not blank
 * @param why not blank
 */
public record Intervention(String by, String why) {

    public Intervention {
        if (by.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("An intervention needs a name and a reason, found '" + Text.excerpt(by)
                    + "' and '" + Text.excerpt(why) + "'");
        }
    }
}
