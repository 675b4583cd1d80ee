<?php
/*
 * Plugin Name: Comments from Deskmates
 * Description: Lets readers who are not signed in comment through the REST API, and keeps their addresses to ourselves.
 *
 * Copy this file to wp-content/mu-plugins/. Everything else is WordPress's own, and is set under Settings -> Discussion:
 *   - "Comment author must fill out name and email": on.
 *   - "Comment must be manually approved": on, if every comment is to wait for a coordinator. Off, only the first of
 *     each author waits, unless other rules hold a comment.
 *   - "Enable threaded comments": on, as deep as your site shows them.
 * Coordinators sign in with an application password (Users -> Profile), which needs https. WordPress itself lets one
 * reader comment once in 15 seconds.
 */

// Without this WordPress answers 401 to everybody's comments.
add_filter( 'rest_allow_anonymous_comments', '__return_true' );

// An avatar's URL is made of the author's address in a form that anybody can compare guesses with.
add_filter( 'pre_option_show_avatars', '__return_zero' );

// A search for comments looks into the addresses of their authors, too: whoever may not see these searches nothing.
add_filter( 'rest_comment_query', function ( $query ) {
	if ( ! current_user_can( 'moderate_comments' ) ) {
		unset( $query['search'] );
	}
	return $query;
} );

// When a comment was sent is for the server to say.
add_filter( 'rest_pre_insert_comment', function ( $comment ) {
	if ( is_array( $comment ) && ! current_user_can( 'moderate_comments' ) ) {
		$comment['comment_date']     = current_time( 'mysql' );
		$comment['comment_date_gmt'] = current_time( 'mysql', true );
	}
	return $comment;
} );
