<?php
// For tests only. WordPress lets a stranger comment once in 15 seconds; here only those at hasty.example.org meet that.
add_filter('wp_is_comment_flood', function ($hasty, $address, $email) {
    return $hasty && str_ends_with($email, '@hasty.example.org');
}, 20, 3);
// A page is seen in the look that its address names.
foreach (['stylesheet', 'template'] as $part) {
    add_filter($part, fn($theme) => preg_replace('/[^a-z]/', '', $_GET['theme'] ?? '') ?: $theme);
}
