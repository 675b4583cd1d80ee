<?php
// Installs the site and makes its two people, from the command line; prints their application passwords as JSON.
// Passwords: ADMIN, SUBSCRIBER. Categories and tags that the blog has: TERMS, as JSON.
$_SERVER['HTTP_HOST'] = parse_url('@BASE@', PHP_URL_HOST) . ':' . parse_url('@BASE@', PHP_URL_PORT);
define('WP_INSTALLING', true);
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

// WordPress lets others bring their own version of these: no mail, no things to look at.
function wp_new_blog_notification()
{
}
function wp_install_defaults($user)
{
    wp_insert_term('Uncategorized', 'category', ['slug' => 'uncategorized']);
}

wp_install('Deskmates', 'admin', 'coordinator@example.org', false, '', getenv('ADMIN'));
$subscriber = wp_insert_user([
    'user_login' => 'subscriber',
    'user_pass' => getenv('SUBSCRIBER'),
    'user_email' => 'subscriber@example.org',
    'role' => 'subscriber',
]);

// The installer turns these addresses on only if it can reach the site, which does not run yet.
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%day%/%postname%/');
$wp_rewrite->flush_rules(false);
foreach ([
    'require_name_email' => '1', 'comment_moderation' => '1', 'thread_comments' => '1', 'thread_comments_depth' => '10',
    'comments_notify' => '0', 'moderation_notify' => '0', 'close_comments_for_old_posts' => '0',
    'default_pingback_flag' => '0', 'default_ping_status' => 'closed', 'timezone_string' => 'Europe/London',
] as $option => $value) {
    update_option($option, $value);
}

foreach (json_decode(getenv('TERMS'), true) as $taxonomy => $names) {
    foreach ($names as $name) {
        wp_insert_term($name, $taxonomy);
    }
}

$password = fn($user) => WP_Application_Passwords::create_new_application_password($user, ['name' => 'Deskmates'])[0];
echo json_encode(['coordinator' => $password(1), 'subscriber' => $password($subscriber)]);
