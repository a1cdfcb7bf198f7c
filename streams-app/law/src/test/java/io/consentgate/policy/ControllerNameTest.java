// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sklep-łódź",
                " SKLEP-ŁÓDŹ\t",
                "\uFEFFsklep-łódź",
                "sklep\u00AD-łódź\u200B \u200B",
                "\u00A0sklep-łódź\u2003",
                "sklep-ło\u0301dz\u0301",
                "\uFF53\uFF4B\uFF4C\uFF45\uFF50-łódź",
                "sklep-lodz",
                "sklep łódź",
                "sklep_łódź",
                "sklep–łódź",
                "sklep  łódź",
                "sklep\u00A0łódź",
                "\u0455kl\u0435\u0440-łódź",
                "ſklep-łódź"
            })
    void shouldReadANameAsItIsSeen(String name) {
        assertThat(ControllerName.mayMean(name, "sklep-łódź")).isTrue();
        assertThat(ControllerName.mayMean("sklep-łódź", name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sklepłódź", "sklep", "łódź-sklep", "sklep-łódź-2", "ſklep"})
    void shouldTakeNoOtherNameForIt(String name) {
        assertThat(ControllerName.mayMean(name, "sklep-łódź")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALL",
                "all",
                "*ALL*",
                "Any",
                "every controller",
                "All companies",
                "wszyscy",
                "wszystkie",
                "Wszystkie spółki",
                "KAŻDY",
                "kazdy",
                "wszyscy administratorzy",
                "wszyscy administratorzy danych",
                "każdy administrator",
                "all the controllers",
                "all group companies",
                "all companies of the group",
                "all brands",
                "wszystkie marki",
                "wszystkie spółki grupy",
                "wszelkie",
                "any/all",
                "all (shop, bank)",
                "all: telecom",
                "both",
                "oba",
                "group",
                "Grupa",
                "cała grupa",
                "whole group",
                "grupa kapitałowa",
                "holding",
                "GLOBAL",
                "kto bądź",
                "\u0430ll",
                "shop,bank",
                "bank; shop",
                "bank/Shop",
                "[bank, shop]",
                "bank i shop",
                "bank and shop",
                "sh\u043Ep",
                "#REF!",
                "ALL\u200B",
                "${controllerId}",
                "#{controller}",
                "{{ controller }}",
                "shop-{{tenant}}",
                "%CONTROLLER_ID%",
                "%s",
                "{controllerId}",
                "{0}",
                "<%= controller %>",
                "[object Object]"
            })
    void shouldTakeAWordForAllAndAnEmptyTemplateForEveryController(String name) {
        assertThat(ControllerName.mayMean(name, "shop")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allegro",
                "All Shoes",
                "shop for all",
                "wszystko-dla-domu",
                "100%",
                "a%20b%20c",
                "shop[1]",
                "{1c2d3e4f-0000-4000-8000-00000000000a}",
                "group-1",
                "Grupa Allegro",
                "telecom, bank",
                "telecom / -"
            })
    void shouldTakeAnOrdinaryNameForThatControllerAlone(String name) {
        assertThat(ControllerName.mayMean(name, "shop")).isFalse();
        assertThat(ControllerName.mayMean(name, name)).isTrue();
    }

    /** As a source of fixed columns writes it, or one in which a text ends with a zero. */
    @ParameterizedTest
    @ValueSource(strings = {"shop\u0000\u0000", "\u0007shop", "shop\u0080", "SHOP\u007F"})
    void shouldReadANameWithoutTheControlCharactersAroundIt(String name) {
        assertThat(ControllerName.mayMean(name, "shop")).isTrue();
    }

    @Test
    void shouldTakeAWordForAllInAFixedColumnForEveryController() {
        assertThat(ControllerName.mayMean("ALL" + " ".repeat(61), "shop")).isTrue();
    }

    /** As a spreadsheet writes the number of a controller. */
    @Test
    void shouldReadANumberWithoutTheZerosBeforeIt() {
        assertThat(ControllerName.mayMean("12", "0012")).isTrue();
        assertThat(ControllerName.mayMean("0012", "012")).isTrue();
        assertThat(ControllerName.mayMean("0", "00")).isTrue();
        assertThat(ControllerName.mayMean("12", "120")).isFalse();
    }

    /** Neither has a letter or digit that could be compared. */
    @Test
    void shouldTellNamesApartThatHaveNoWords() {
        assertThat(ControllerName.mayMean("§", "§ ")).isTrue();
        assertThat(ControllerName.mayMean("§", "€")).isFalse();
    }

    @Test
    void shouldReadNoNameInBlanks() {
        assertThat(ControllerName.mayMean("\u00A0", "shop")).isFalse();
        assertThat(ControllerName.mayMean("shop", "\u2003")).isFalse();
    }

    @Test
    void shouldReadALongNameOfBlanksWithoutDelay() {
        String blanks = "\u00A0".repeat(200_000);

        assertThat(ControllerName.mayMean("a" + blanks + "b", "shop")).isFalse();
        assertThat(ControllerName.mayMean("shop" + blanks, "shop")).isTrue();
    }
}
