// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The normal spelling in which the names of a thing are compared. Spreadsheets, exports and imports change how an id is
 * written. It may appear in capitals or in quotes. A number may lose leading zeros or gain a decimal point or comma. A
 * digest may have the name of its algorithm, a UUID may lose its dashes. The thing stays the same. Use this only where
 * treating two names as one thing makes nothing lawful.
 */
public final class Spelling {
    /** Characters that are compared, since whole links may be names. */
    private static final int COMPARED = 200;

    /** Hex digits of a UUID, and of the shortest digest. */
    private static final int SHORTEST_HEX = 32;

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final int LENGTH_OF_UUID = 36;

    /** A year, as in a date, or a longer number. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{4}");

    private Spelling() {}

    /** Whether two names are names of one thing. */
    public static boolean isSame(String one, String other) {
        return one.equals(other) || plain(one).equals(plain(other));
    }

    /** The normal spelling of a name; applied twice, it gives the same result. */
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

    /** Whether the text is digits, with or without a decimal point or comma followed by zeros. */
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
     * A digest or UUID at the end is the whole name, after a label that says what it is. After a long number or a date it is
     * only a part of the name: the UUID may be the person's.
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
