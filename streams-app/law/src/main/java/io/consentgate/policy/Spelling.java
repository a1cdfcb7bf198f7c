// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The spelling in which the names of one thing are compared. Spreadsheets, exports and imports change how an id is written:
 * in capitals, in quotes, a number without its leading zeros or with a decimal point or comma, a digest with or without the
 * name of its algorithm, a UUID with or without dashes. The thing stays the same. Use it only where to take two names for one thing makes
 * nothing lawful.
 */
public final class Spelling {
    /** Characters that are compared: whole links may be names. */
    private static final int COMPARED = 200;

    /** Hex digits of a UUID, and of the shortest digest. */
    private static final int SHORTEST_HEX = 32;

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final int LENGTH_OF_UUID = 36;

    /** A year, as in a date, or a longer number. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{4}");

    private Spelling() {}

    /** Whether two names are of one thing. */
    public static boolean isSame(String one, String other) {
        return one.equals(other) || plain(one).equals(plain(other));
    }

    /** The plain spelling of a name. That of a plain spelling is the same. */
    public static String plain(String name) {
        String text = Text.stripped(Text.start(Text.stripped(name), COMPARED)).toLowerCase(Locale.ROOT);
        int from = 0;
        int to = text.length();
        while (to > 0 && isBracket(text.charAt(to - 1))) {
            to--;
        }
        while (from < to && isBracket(text.charAt(from))) {
            from++;
        }
        String bare = Text.stripped(text.substring(from, to));
        if (bare.isEmpty()) {
            return text;
        }
        return isNumber(bare) ? withoutZeros(bare) : withoutLabel(bare);
    }

    private static boolean isBracket(char each) {
        return "\"'`{}[]()<>".indexOf(each) >= 0;
    }

    /** Digits, with or without a decimal point or comma and zeros behind it. */
    private static boolean isNumber(String text) {
        int point = pointIn(text);
        int end = point < 0 ? text.length() : point;
        if (end == 0 || end == text.length() - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (i != point && (i < end ? each < '0' || each > '9' : each != '0')) {
                return false;
            }
        }
        return true;
    }

    private static int pointIn(String text) {
        int point = text.indexOf('.');
        return point < 0 ? text.indexOf(',') : point;
    }

    private static String withoutZeros(String number) {
        int point = pointIn(number);
        int end = point < 0 ? number.length() : point;
        int from = 0;
        while (from < end - 1 && number.charAt(from) == '0') {
            from++;
        }
        return number.substring(from, end);
    }

    /**
     * What ends in a digest or a UUID is named by that alone, behind a label that says what it is. Where a long number or a date
     * is before it, both are the name: the UUID may be that of the person.
     */
    private static String withoutLabel(String name) {
        int uuid = name.length() - LENGTH_OF_UUID;
        if (uuid >= 0 && UUID.matcher(name).region(uuid, name.length()).matches()) {
            return isLabel(name, uuid) ? name.substring(uuid).replace("-", "") : name;
        }
        int from = name.length();
        while (from > 0 && isHex(name.charAt(from - 1))) {
            from--;
        }
        return name.length() - from >= SHORTEST_HEX && isLabel(name, from) ? name.substring(from) : name;
    }

    private static boolean isLabel(String name, int end) {
        return !NUMBER.matcher(name.substring(0, end)).find();
    }

    private static boolean isHex(char each) {
        return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f');
    }
}
