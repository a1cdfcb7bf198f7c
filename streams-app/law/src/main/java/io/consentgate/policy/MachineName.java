// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names in place of a person that show there was no person (WP251 rev.01, IV.A): a machine, its account, or a word for
 * no person. A number in the name tells machines apart, and does not make the name a person's.
 */
public final class MachineName {

    /** In plain words; see {@link PlainWords}. */
    private static final Set<String> MACHINES = PlainWords.set("""
            admin ai algorithm algorytm anonim anonymous anonymus api aplikacja application approval approve auto
            autoapprove automat automated automatic automatically automation automatu automatyczna automatyczne
            automatycznie automatyczny backend batch bot chatbot chatgpt computer copilot crm cron daemon decisioning
            engine erp etl gateway gpt guest harmonogram integracja integration inteligencja job komputer llm machine
            maszyna ml model modul module nikt nobody noreply proces process program regul reguly robot root rpa rules
            sap scheduler score scoring scoringowa scoringowe scoringowy script server service serwer serwis serwisowe
            serwisowy silnik skrypt superuser svc sysadmin system systemowa systemowe systemowy systemu sztuczna
            technical techniczna techniczne techniczny tool usluga uslugowe uslugowy webhook workflow wsadowe wsadowy
            zautomatyzowana zautomatyzowane zautomatyzowany
            """);

    /**
     * Words that name a machine alone or with a machine word. With a number they may be a pseudonym, such as
     * {@code agent-7}.
     */
    private static final Set<String> ACCOUNTS = PlainWords.set("""
            account administrator agent app approver credit decision decyzja decyzyjna decyzyjne decyzyjny default konto
            kredyt kredytowa kredytowe kredytowy loan pricing risk shared user uzytkownik v ver version wersja worker wspolne
            """);

    /** Words that make every name a machine's. No surname is among them; Bot is a surname. */
    private static final Set<String> ALWAYS_MACHINES = PlainWords.set("""
            algorithm algorytm autoapprove automat automated automatically automatu automatyczna automatyczne automatycznie
            automatyczny chatbot chatgpt gpt llm rpa silnik skrypt webhook zautomatyzowana zautomatyzowane zautomatyzowany
            """);

    /** Words for no person's role in a company. A person may be an administrator or work in a service. */
    private static final Set<String> ROLES = PlainWords.set("""
            ai algorithm algorytm auto autoapprove automat automated automatic automatically automatu automatyczna automatyczne
            automatycznie automatyczny bot chatbot chatgpt copilot engine gpt llm machine maszyna robot rpa script silnik
            skrypt system systemowa systemowe systemowy systemu zautomatyzowany
            """);

    /** Words for the work of machines and people. */
    private static final Set<String> OF_ROLES = PlainWords.set("""
            account agent approver credit decision decyzyjny konto kredytowy loan model proces process risk rules scoring
            scoringowy user worker
            """);

    private static final TextMemo<Boolean> IS = new TextMemo<>(MachineName::isOfMachinesAlone);
    private static final TextMemo<Boolean> IS_ROLE = new TextMemo<>(MachineName::isOfMachineRolesAlone);

    /** In characters; the cost of searching for the parts of a compound grows with the square of its length. */
    private static final int LONGEST_COMPOUND = 40;

    private static final int LONGEST_NAME = 500;

    private MachineName() {}

    /** Whether a reference says only that a machine was at work. */
    public static boolean is(String reference) {
        return IS.of(reference);
    }

    /**
     * Whether a reference names one thing, such as the model that proposed a decision, rather than a person. Machine
     * words around the thing's name do not make the reference a person's.
     */
    public static boolean isOf(String reference, String thing) {
        if (reference.length() > LONGEST_NAME || thing.length() > LONGEST_NAME) {
            return false;
        }
        List<String> name = PlainWords.of(thing);
        List<String> others = new ArrayList<>(PlainWords.of(reference));
        for (String word : name) {
            if (!others.remove(word)) {
                return false;
            }
        }
        return !name.isEmpty()
                && others.stream().map(MachineName::withoutNumber).allMatch(MachineName::isOfMachine);
    }

    /** Whether a role belongs to machines, such as {@code bot} and {@code scoring system}. */
    public static boolean isRole(String role) {
        return IS_ROLE.of(role);
    }

    /** As {@link #isRole}, without the memo. */
    static boolean isOfMachineRolesAlone(String role) {
        List<String> words = PlainWords.of(role).stream()
                .map(MachineName::withoutNumber)
                .filter(word -> !word.isEmpty())
                .toList();
        return words.stream().anyMatch(ROLES::contains)
                && words.stream().allMatch(word -> ROLES.contains(word) || OF_ROLES.contains(word));
    }

    /** As {@link #is}, without the memo. */
    static boolean isOfMachinesAlone(String reference) {
        List<String> words = PlainWords.of(withoutDomain(reference));
        List<String> named = words.stream()
                .map(MachineName::withoutNumber)
                .filter(word -> !word.isEmpty())
                .toList();
        boolean isNumbered = !named.equals(words);
        if (!isNumbered && named.stream().anyMatch(ALWAYS_MACHINES::contains)) {
            return true;
        }
        return !named.isEmpty()
                && named.stream().allMatch(MachineName::isOfMachine)
                && !(isNumbered && ACCOUNTS.containsAll(named));
    }

    private static boolean isOfMachine(String word) {
        return isOne(word) || isCompound(word);
    }

    private static boolean isOne(String word) {
        return MACHINES.contains(word) || ACCOUNTS.contains(word);
    }

    /** Two machine words in one, such as {@code scoringbot}. */
    private static boolean isCompound(String word) {
        if (word.length() > LONGEST_COMPOUND) {
            return false;
        }
        for (int i = 2; i < word.length() - 1; i++) {
            String first = word.substring(0, i);
            String second = word.substring(i);
            if (isOne(first) && isOne(second) && (MACHINES.contains(first) || MACHINES.contains(second))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutDomain(String reference) {
        int at = reference.indexOf('@');
        return at > 0 ? reference.substring(0, at) : reference;
    }

    private static String withoutNumber(String word) {
        int end = word.length();
        while (end > 0 && Character.isDigit(word.charAt(end - 1))) {
            end--;
        }
        return word.substring(0, end);
    }
}
