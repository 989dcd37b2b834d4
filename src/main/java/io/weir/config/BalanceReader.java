package io.weir.config;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.Choice;
import io.weir.config.UpstreamConfig.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code balance}: the words of nginx's balancing directives, in one string or an array. */
final class BalanceReader {

    /** One argument in nginx's notation; quotes are for those with blanks. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private static final String METHODS = "\"round_robin\", \"ip_hash\", \"hash KEY [consistent]\", \"least_conn\","
            + " \"least_time header|last_byte [inflight]\" or \"random [two [METHOD]]\"";

    private final Reading reading;

    BalanceReader(Reading reading) {
        this.reading = reading;
    }

    /** Round robin when it is absent or wrong. */
    Balance read(Level level) {
        Setting setting = level.own("balance");
        if (setting == null) {
            return new Balance.RoundRobin();
        }
        List<String> words = words(level.words(setting));
        try {
            if (words.isEmpty()) {
                throw Scalars.invalid("balance", setting.value(), METHODS);
            }
            return balance(setting, words);
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return new Balance.RoundRobin();
        }
    }

    private static List<String> words(List<Value.Scalar> arguments) {
        if (arguments.size() != 1) {
            return arguments.stream().map(Value.Scalar::text).toList();
        }
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(arguments.getFirst().text());
        while (matcher.find()) {
            int group = matcher.group(1) != null ? 1 : matcher.group(2) != null ? 2 : 3;
            words.add(matcher.group(group));
        }
        return words;
    }

    private Balance balance(Setting setting, List<String> words) throws BadValue {
        return switch (words.getFirst()) {
            case "round_robin" -> {
                arguments(words, 0, 0);
                yield new Balance.RoundRobin();
            }
            case "ip_hash" -> {
                arguments(words, 0, 0);
                yield new Balance.IpHash();
            }
            case "least_conn" -> {
                arguments(words, 0, 0);
                yield new Balance.LeastConn();
            }
            case "hash" -> {
                arguments(words, 1, 2);
                boolean consistent = flag(words, "consistent");
                yield new Balance.Hash(reading.template(setting.value().place(), words.get(1)), consistent);
            }
            case "least_time" -> {
                arguments(words, 1, 2);
                yield new Balance.LeastTime(metric(words.get(1)), flag(words, "inflight"));
            }
            case "random" -> {
                arguments(words, 0, 2);
                yield new Balance.Random(choice(words));
            }
            default -> throw Scalars.invalid("balance", setting.value(), METHODS);
        };
    }

    private static void arguments(List<String> words, int min, int max) throws BadValue {
        int count = words.size() - 1;
        if (count < min || count > max) {
            throw new BadValue("invalid number of arguments in balance \"" + words.getFirst() + "\"");
        }
    }

    /** Whether a second argument stands there, which can only be this one. */
    private static boolean flag(List<String> words, String name) throws BadValue {
        if (words.size() < 3) {
            return false;
        }
        if (!words.get(2).equals(name)) {
            throw invalidParameter(words.get(2), words.getFirst());
        }
        return true;
    }

    private static Metric metric(String word) throws BadValue {
        return switch (word) {
            case "header" -> Metric.HEADER;
            case "last_byte" -> Metric.LAST_BYTE;
            default -> throw invalidParameter(word, "least_time");
        };
    }

    private static Choice choice(List<String> words) throws BadValue {
        if (words.size() == 1) {
            return Choice.ONE;
        }
        if (!words.get(1).equals("two")) {
            throw invalidParameter(words.get(1), "random");
        }
        return switch (words.size() == 2 ? "least_conn" : words.get(2)) {
            case "least_conn" -> Choice.TWO_LEAST_CONN;
            case "least_time=header" -> Choice.TWO_LEAST_TIME_HEADER;
            case "least_time=last_byte" -> Choice.TWO_LEAST_TIME_LAST_BYTE;
            default -> throw invalidParameter(words.get(2), "random");
        };
    }

    private static BadValue invalidParameter(String word, String method) {
        return new BadValue("invalid parameter \"" + word + "\" in balance \"" + method + "\"");
    }
}
