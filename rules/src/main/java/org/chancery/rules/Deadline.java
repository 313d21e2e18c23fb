package org.chancery.rules;

import java.time.Instant;
import java.time.LocalDate;

/**
 * When something is due.
 *
 * @param day the last day of the period
 * @param at the moment it ends on that day: the office's closing time
 * @param provisional whether a calendar it rests on is still to be confirmed by the State Council's notice
 */
public record Deadline(LocalDate day, Instant at, boolean provisional) {}
