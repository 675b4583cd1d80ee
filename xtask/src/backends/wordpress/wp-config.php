<?php
// The site for tests. What stands between @ is filled in at every `up`.
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', '@DATABASE_PASSWORD@');
define('DB_HOST', '127.0.0.1:@DATABASE_PORT@');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $what) {
    define("{$what}_KEY", hash('sha256', "{$what}_KEY@KEY@"));
    define("{$what}_SALT", hash('sha256', "{$what}_SALT@KEY@"));
}
$table_prefix = 'wp_';
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without https
define('WP_HOME', '@BASE@');
define('WP_SITEURL', '@BASE@');
// Nothing leaves the machine, and nothing happens that no test asked for.
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_DEBUG', false);
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
