// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON object, by type. A field that is absent is null, like one that says so; fields that nobody asks
 * for are passed over.
 *
 * @param place where the object stands, such as {@code sites[3]}; empty for the whole
 */
record JsonFields(Map<?, ?> members, String place) {

    static JsonFields of(Object value, String place) throws UnreadableReportException {
        if (value instanceof Map<?, ?> members) {
            return new JsonFields(members, place);
        }
        throw new UnreadableReportException("has no object at " + place);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** An object; null when absent. */
    JsonFields object(String name) throws UnreadableReportException {
        return has(name) ? of(members.get(name), path(name)) : null;
    }

    /** The objects of an array; none when absent. */
    List<JsonFields> objects(String name) throws UnreadableReportException {
        List<JsonFields> objects = new ArrayList<>();
        for (Object element : array(name)) {
            objects.add(of(element, path(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** The texts of an array; null when absent. */
    List<String> texts(String name) throws UnreadableReportException {
        if (!has(name)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object element : array(name)) {
            if (!(element instanceof String text)) {
                throw wrong(name, "an array of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The elements of a list at the places that an array names. */
    <T> List<T> picked(String name, List<T> from) throws UnreadableReportException {
        List<T> picked = new ArrayList<>();
        for (Object element : array(name)) {
            if (!(element instanceof Long index) || index < 0 || index >= from.size()) {
                throw wrong(name, "an array of numbers below " + from.size());
            }
            picked.add(from.get(index.intValue()));
        }
        return picked;
    }

    /** The element of a list at the place that a number names; null when absent. */
    <T> T at(String name, List<T> from) throws UnreadableReportException {
        Integer index = small(name);
        if (index != null && (index < 0 || index >= from.size())) {
            throw wrong(name, "a number below " + from.size());
        }
        return index == null ? null : from.get(index);
    }

    private List<?> array(String name) throws UnreadableReportException {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> elements) {
            return elements;
        }
        throw wrong(name, "an array");
    }

    /** A text; null when absent. */
    String text(String name) throws UnreadableReportException {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(name, "a text");
    }

    String requiredText(String name) throws UnreadableReportException {
        if (!has(name)) {
            throw wrong(name, "a text");
        }
        return text(name);
    }

    /** A whole number; null when absent. */
    Long whole(String name) throws UnreadableReportException {
        Object value = members.get(name);
        if (value == null || value instanceof Long) {
            return (Long) value;
        }
        throw wrong(name, "a whole number");
    }

    long requiredWhole(String name) throws UnreadableReportException {
        if (!has(name)) {
            throw wrong(name, "a whole number");
        }
        return whole(name);
    }

    long wholeOrZero(String name) throws UnreadableReportException {
        return has(name) ? whole(name) : 0;
    }

    /** A whole number of 32 bits; null when absent. */
    Integer small(String name) throws UnreadableReportException {
        Long value = whole(name);
        if (value != null && value != value.intValue()) {
            throw wrong(name, "a number of 32 bits");
        }
        return value == null ? null : value.intValue();
    }

    int smallOrZero(String name) throws UnreadableReportException {
        return has(name) ? small(name) : 0;
    }

    /** A number; null when absent. */
    Double fraction(String name) throws UnreadableReportException {
        Object value = members.get(name);
        if (value == null || value instanceof Number) {
            return value == null ? null : ((Number) value).doubleValue();
        }
        throw wrong(name, "a number");
    }

    double fractionOrZero(String name) throws UnreadableReportException {
        return has(name) ? fraction(name) : 0;
    }

    boolean flag(String name) throws UnreadableReportException {
        Object value = members.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw wrong(name, "true or false");
    }

    UnreadableReportException wrong(String name, String wanted) {
        return new UnreadableReportException("is no report: " + path(name) + " is not " + wanted);
    }

    private String path(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
